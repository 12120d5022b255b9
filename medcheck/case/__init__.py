"""What only the agency knows of an application: the case file, and a filled site-visit sheet. Knows nothing of rules.

Start reading at `case_file.py`.
"""
