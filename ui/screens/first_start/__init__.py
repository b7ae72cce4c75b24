"""First start: who works here."""
