"""Audio: 16 kHz mono frames with their time, from and to files, microphones and speakers. Knows nothing about words."""
