"""Rules and facts → one outcome a rule: the only door to durable-rules. Knows nothing of workbooks or reports."""
