"""Tests of the faq room."""
