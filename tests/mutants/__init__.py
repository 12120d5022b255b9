"""Rules broken on purpose, to see whether the cases beside them notice. `python -m tests.mutants` prints a table."""
