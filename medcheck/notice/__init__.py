"""An assessment and the case file → the agency's official papers in Word. Computes no judgement: what a paper says is in the result."""
