"""Understanding: a transcript becomes an intent with slots, score, runner-up and polarity. Keeps no state."""
