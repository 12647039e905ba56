"""Dialogue: the sans-IO core. Takes events with a time, returns actions; owns no thread, clock, socket or sound card."""
