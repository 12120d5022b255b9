"""A file opened safely: what it is, whether its parts are bounded, which refusal it gets. Knows no form and no cell.

Start reading at `guard.py`.
"""
