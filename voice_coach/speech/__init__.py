"""Speech: a prompt becomes audio, is played, can be cut, and reports what was heard. Never decides what to say."""
