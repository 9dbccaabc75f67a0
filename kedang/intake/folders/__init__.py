"""Folders of files: listed, matched with customers, filed by rule, undone."""
