"""The form definitions and samples as data; holds no code. The code that reads them is medcheck.intake."""
