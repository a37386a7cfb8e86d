"""Kills at named points: nothing lost, nothing doubled that a platform lets us protect."""
