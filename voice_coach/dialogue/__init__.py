"""Dialogue: the sans-IO core. Events with a time in, actions out; owns no thread, clock, socket or sound card."""
