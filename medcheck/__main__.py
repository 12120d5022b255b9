"""`python -m medcheck` is `medcheck`."""

from medcheck.cli import main

main(prog_name="medcheck")
