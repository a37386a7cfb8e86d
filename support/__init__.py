"""The support desk: tickets, their lines, clocks and the triage that opens them."""
