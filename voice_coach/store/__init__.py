"""Store: where an open conversation is, so that a coach that was killed comes back on the same step."""
