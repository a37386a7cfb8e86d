"""One file a rule: its settings, `judge` and what it says about itself."""
