"""The engine room puts rules and facts to durable-rules and returns one verdict for each rule.

It is the only door to durable-rules, and knows nothing of workbooks or reports. Start reading at `session.py`. Import
`medcheck.engine.session` where a workbook is assessed, not at the top of a command: importing it loads the library.
"""
