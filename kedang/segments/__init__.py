"""Kept queries over customers: who is in, since when, and statistics."""
