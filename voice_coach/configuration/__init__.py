"""Configuration: where each setting comes from: command line, environment, file, default, in this order."""
