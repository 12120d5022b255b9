"""What is measured of hospitals alone: departments, key specialties, beds. Knows no rule."""
