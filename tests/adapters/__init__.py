"""What each adapter does by itself."""
