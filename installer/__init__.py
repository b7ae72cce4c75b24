"""The Windows program: built, tried and released from here; no part of the program itself."""
