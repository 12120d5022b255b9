"""The rule packs as data; holds no code. The code that reads them is medcheck.rulebook."""
