"""The archive as a tree of places, found by path and listed piece by piece."""
