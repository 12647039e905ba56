"""Soak: hours of a gym in minutes, with everything breaking by chance."""
