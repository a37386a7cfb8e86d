"""The support desk, apart and as a whole."""
