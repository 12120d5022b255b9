"""The report as one HTML page. The only door to Jinja stands here. Knows nothing of files."""
