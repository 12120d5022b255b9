"""Complete applications of hospitals of the three levels. Knows no defect and no rule."""
