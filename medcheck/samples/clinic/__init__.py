"""Complete applications of clinics. Knows no defect and no rule."""
