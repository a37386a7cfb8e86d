"""One spelling, script lanes, question and tone cues, near-duplicates, durations: pure, no I/O."""
