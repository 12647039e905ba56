"""Setup: a conversation in the terminal that leads to settings which work in this room."""
