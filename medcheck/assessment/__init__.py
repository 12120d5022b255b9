"""Findings → conclusion, counts, remedies. Knows nothing of workbooks, templates or terminals."""
