"""Content: reading the data in `intents/`, with the file and line of every value."""
