"""Recognition: frames in, hypotheses out. Knows nothing about cramps."""
