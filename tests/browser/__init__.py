"""The rehearsal community as a visitor meets it: a real browser on a real `steward run`."""
