"""Collection: a person's own recordings, kept on this device with their consent, for the bench."""
