"""A report and what it was made of → whether it still stands, by making it again. Prints nothing.

Start reading at `verify_file.py`: which kind of file it is. `make_again` assesses once more, `verify_report` compares a
result or a page, `verify_face` a PDF, a workbook given back or a paper, `verify_batch` the files of a whole batch.
"""
