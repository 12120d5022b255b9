"""The folder of a regulation (rules/PACK) → a checked RulePack: requirements, rules, readings, clauses. Knows no workbook.

Start reading at `pack.py`; `rule.py` is one rule, `operators/` its language.
"""
