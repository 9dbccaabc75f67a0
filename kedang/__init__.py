"""Kedang 客档: a self-hosted customer archive."""
