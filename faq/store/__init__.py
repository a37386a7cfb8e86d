"""The tables of the FAQ and every statement on them, one file a noun."""
