"""All SQL of the support desk, by noun."""
