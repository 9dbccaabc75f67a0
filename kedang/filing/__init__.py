"""Folder trees, document types and the naming rule."""
