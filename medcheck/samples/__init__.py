"""Realistic applications with planted defects and a ledger of them; never asks rules or engine what is right.

What the regulation asks for is written here once more by hand, with margins: only so can the ledger be held against
an assessment. The room stands on forms and blanks alone, as a filled workbook does. Start reading at `generate.py`.
"""
