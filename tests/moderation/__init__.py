"""Moderation's parts, one by one."""
