"""What is measured of pharmacies alone: drugs, pharmacists, hours, the store. Knows no rule."""
