"""The Telegram adapter against the Bot API server on loopback."""
