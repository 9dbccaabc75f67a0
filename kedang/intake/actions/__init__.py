"""Bringing lists and folders in."""
