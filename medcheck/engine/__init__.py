"""Rules and facts → one outcome a rule: the only door to durable-rules. Knows nothing of workbooks or reports.

Import `medcheck.engine.session` where a workbook is assessed, not at the top of a command: it loads the library.
Start reading at `session.py`.
"""
