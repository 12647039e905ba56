"""Proof: an explicit-state model checker for the dialogue core; it walks every state, not samples of them."""
