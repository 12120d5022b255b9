"""The report templates as data; holds no code. The code that fills them is medcheck.report."""
