"""The rules of a pack in words, for the terminal and for docs/rules.md. Knows no application."""
