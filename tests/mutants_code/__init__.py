"""The tool that breaks Python code and counts what the tests notice; `python -m tests.mutants_code`."""
