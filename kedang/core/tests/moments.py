"""Moments to stop the clock at."""

from datetime import UTC, datetime

NEW_YEAR_2026 = datetime(2026, 1, 1, 4, tzinfo=UTC)
