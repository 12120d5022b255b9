"""The versioned result of an assessment as plain values: every face of a report is made from it. Computes nothing."""
