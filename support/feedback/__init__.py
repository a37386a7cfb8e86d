"""What members tell that a department should hear: kept, clustered, sent every week, and answered."""
