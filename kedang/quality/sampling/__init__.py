"""Is what is written true? A sample, compared by two persons apart from each other (C6)."""
