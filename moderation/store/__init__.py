"""The tables of moderation and every statement on them, one file a noun."""
