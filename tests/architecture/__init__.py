"""Rules of the house that read the whole repository."""
