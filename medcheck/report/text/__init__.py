"""The report as lines of a terminal. The only door to rich stands here. Writes no file."""
