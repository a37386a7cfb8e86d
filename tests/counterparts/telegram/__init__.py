"""A stateful Telegram Bot API server on loopback."""
