"""File formats: domain values in, bytes out, and back."""
