"""The reader's language, where a seed holds its names in both."""

from django.utils.translation import get_language


def reads_english() -> bool:
    return (get_language() or "").startswith("en")
