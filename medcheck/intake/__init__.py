"""A workbook and a form → an Application: every value with its cell, every problem at once. Knows nothing of rules or facts.

Start reading at `read_application.py`.
"""
