"""Comments, following, hand-over, the public pool."""
