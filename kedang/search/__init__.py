"""One index, one query language, two engines."""
