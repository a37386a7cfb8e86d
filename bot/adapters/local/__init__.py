"""A platform in this process: the web chat, `steward try`, and the tests."""
