"""One suite that every store and every adapter passes."""
