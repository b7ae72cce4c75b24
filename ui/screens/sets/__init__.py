"""Bộ tiêu chí: every criteria set, and the figures an office states for it."""
