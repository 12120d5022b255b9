"""What a form asks, and how its values are typed: fields, columns, labels, numbers, dates, hours. Knows no workbook.

Start reading at `form.py` for what is asked, and at `values.py` for how an answer is read.
"""
