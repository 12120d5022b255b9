"""A form as a workbook to be filled, blank or with data in it. Never reads a workbook.

Start reading at `blank.py`; `layout.py` says where everything stands, `write_xlsx.py` writes it.
"""
