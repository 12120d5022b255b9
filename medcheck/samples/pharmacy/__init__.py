"""Complete applications of pharmacies, and the drugs they stock. Knows no defect and no rule."""
