"""Gym: the figures that a loud gym asks for, beside what is wanted, measured in one run and configuration."""
