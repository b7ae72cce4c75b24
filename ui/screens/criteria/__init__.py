"""Where indicators are answered and proved."""
