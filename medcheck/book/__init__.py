"""A workbook as sheets of cells, whichever program wrote it (.xlsx, .xls, .ods, .csv). Knows no application.

Start reading at `read_book.py`; `grid.py` is what every reader makes.
"""
