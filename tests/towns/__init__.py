"""How the people of a story act on each platform."""
