"""Learning from what people file: counts of keyed hashes, added and taken away exactly. No text is kept."""
