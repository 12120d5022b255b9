"""The report as a printable paper (PDF). The only door to typst stands here. Judges nothing."""
