"""The site-visit sheet: what an application leaves to look at and to measure, ready to print and to fill."""
