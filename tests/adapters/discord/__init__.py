"""The Discord adapter against its counterpart."""
