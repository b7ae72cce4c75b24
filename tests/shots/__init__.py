"""Pictures of every screen of the real program, for people to look at."""
