"""Two assessments of one facility → what was mended, what is new, what changed. Judges nothing anew."""
