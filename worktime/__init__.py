"""Business time: when somebody is there, and how long that is."""
