"""Runs, connects, stores, wires: the only code that knows everyone."""
