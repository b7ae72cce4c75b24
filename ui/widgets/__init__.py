"""Parts that several screens are made of; they know no service."""
