"""Giveaways that anyone can check, and Q&A events."""
