"""Journal: what happened, one line an event, for the owner: kept without anybody's words, and counted."""
