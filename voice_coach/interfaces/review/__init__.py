"""Review: everything that the coach can say and decide, as one page for a clinician, and who signed which version."""
