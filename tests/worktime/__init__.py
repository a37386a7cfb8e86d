"""Business time against an independent slow reference."""
