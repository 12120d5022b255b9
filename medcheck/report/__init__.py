"""An Assessment → text and files; a pure function of it. Computes no total and no judgement."""
