"""The stage of drills: scripted members hear what is said to them, and nobody else does."""
