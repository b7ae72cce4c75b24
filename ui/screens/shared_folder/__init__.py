"""Exchange between the PCs of one office."""
