"""Service: the coach as something that the system starts, watches and starts again."""
