"""Noise: what a gym sounds like, made by the project itself, the same for the same seed."""
