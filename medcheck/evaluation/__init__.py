"""The results of a batch side by side (综合评定): page, workbook, minutes. Judges nothing anew.

Start reading at `evaluation_files.py`.
"""
