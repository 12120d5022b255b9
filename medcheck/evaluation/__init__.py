"""A finished batch → the papers of its comparison (第十二条（二）3). Judges nothing; all it says stands in the results."""
