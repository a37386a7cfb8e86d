"""Rules that a community writes itself: in the configuration, in a file, or from the chat."""
