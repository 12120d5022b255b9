"""An Application → Facts: pure functions by topic. Knows nothing of rules or bounds.

Start reading at `derive.py`.
"""
