"""What can be wrong with a rule pack beyond its syntax, and the command that says so. Knows no application.

Start reading at `check_pack.py`.
"""
