"""A year held against earlier ones, and what may be lost."""
