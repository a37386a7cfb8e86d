"""Lists of unwelcome terms that come from outside: imported, shared, tried on the past, quarantined."""
