"""What a report records of its result: JSON text, digest, and reading both back. Judges nothing."""
