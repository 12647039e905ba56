"""Bench: accuracy, false starts, latency and cost of the engines on the same audio."""
