"""What was entered differently, and deciding it."""
