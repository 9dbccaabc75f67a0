"""Every access and every change."""

from kedang.ledger.kinds import declare

__all__ = ["declare"]
