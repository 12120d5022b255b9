"""The defects that can be planted in a sample, with the rule that each turns, written from the regulation. Asks no rule."""
