"""What leaves for programs and services outside."""
