"""Where the commune stands, and what to do next."""
