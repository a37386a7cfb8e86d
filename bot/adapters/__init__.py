"""The platforms, one folder each of the same files."""
