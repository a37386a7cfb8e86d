"""The figures of a community."""
