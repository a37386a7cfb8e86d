"""Rules, cases and penalties: what is not welcome here, and what follows from it."""
