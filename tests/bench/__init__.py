"""What `steward bench` measures, beside the bare libraries, in one run."""
