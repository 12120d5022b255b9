"""The life of a case: a procedure and the events so far give its state, its clocks, and what may be done next.

Pure: it knows no store, no file and no page, and never asks what day it is. Start reading at `fold.py`.
"""
