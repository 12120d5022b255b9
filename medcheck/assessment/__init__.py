"""The verdicts of the rules → findings, counts, remedies, a conclusion. Knows nothing of workbooks, templates or terminals.

Start reading at `conclude.py`; `model/assessment_model.py` is what comes out.
"""
