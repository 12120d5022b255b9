"""An Assessment → text and files, one folder a face. Computes no total and no judgement.

Start reading at `report_files.py`; `arrange.py` gives the order in which every face is read.
"""
