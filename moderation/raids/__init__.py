"""Raids and the door: many strangers at once, and who waits to be let in."""
