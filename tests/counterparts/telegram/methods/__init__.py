"""The Bot API methods, one file a noun."""
