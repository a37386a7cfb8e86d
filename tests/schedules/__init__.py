"""Tests of the schedules room."""
