"""Compensation: the acoustic model bent to the room and the microphone; nothing is taken off the sound."""
