"""Measurements as ratios, each side in turn in one run. Nothing here is imported by medcheck or timed in a test."""
