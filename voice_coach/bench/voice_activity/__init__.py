"""Voice activity and the end of speech, measured in noise: `python -m voice_coach.bench.voice_activity`."""
