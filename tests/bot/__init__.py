"""The runtime by its parts."""
