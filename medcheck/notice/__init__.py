"""The official papers in Word, from a result and its case file. Judges nothing anew.

Start reading at `make_paper.py`.
"""
