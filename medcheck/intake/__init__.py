"""A workbook ↔ an Application: forms, blanks, safe opening, values as people type them. Knows nothing of rules."""
