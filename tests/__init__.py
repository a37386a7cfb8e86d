"""Everything that proves Steward right."""
