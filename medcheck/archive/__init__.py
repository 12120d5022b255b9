"""A case as one file that verifies itself, years later, with the plain package. Knows no store and no Django.

Start reading at `case_archive.py`, which says what stands in one.
"""
