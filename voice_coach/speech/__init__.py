"""Speech: a prompt becomes audio, is played, can be cut, and reports what was fully heard. Never decides what to say."""
