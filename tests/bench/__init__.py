"""How fast and how large, always against a yardstick measured in the same run."""
