"""A comparison of two assessments, as text and as JSON. Compares nothing itself."""
