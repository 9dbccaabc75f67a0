"""Kedang 客档: a self-hosted customer archive."""

__version__ = "0.1.0"
