"""Interfaces: the command line and the ways in and out of one conversation. They contain no rules."""
