"""What is known, and how sure Steward is of it."""
