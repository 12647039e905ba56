"""Kiosk: the page on the wall, and the server behind it."""
