"""Keeping the index small and whole: dead entries go, and all of it can be made again from the sealed texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from kedang.search import tokens
from kedang.search.engines import engine
from kedang.search.index import unseal
from kedang.search.models import IndexEntry

# Compacted when one in five entries is dead.
DEAD_SHARE = 0.2
# Few enough that no transaction holds the write lock for long.
CHUNK = 100


def needs_compaction() -> bool:
    dead = IndexEntry.objects.filter(is_dead=True).count()
    return bool(dead) and dead >= DEAD_SHARE * IndexEntry.objects.count()


def compact(stop: Callable[[], bool] = lambda: False) -> int:
    """Remove dead entries, a chunk a transaction. Those whose text can no longer be read wait for a rebuild."""
    removed, after = 0, 0
    while not stop():
        with transaction.atomic():
            rows = IndexEntry.objects.filter(is_dead=True, pk__gt=after, tokenizer_version=tokens.VERSION)
            chunk = list(rows.order_by("pk")[:CHUNK])
            if not chunk:
                break
            after = chunk[-1].pk
            gone = [(entry.pk, of) for entry, of in _tokens(chunk) if of is not None]
            engine().remove(gone)
            IndexEntry.objects.filter(pk__in=[pk for pk, _tokens_of in gone]).delete()
            removed += len(gone)
    return removed


def rebuild(tell: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Make all tokens again, newest first; dead entries and those whose key was destroyed go for good.

    Until it is done, older records are missing from search: it says how far it is.
    """
    with transaction.atomic():
        engine().clear()
        IndexEntry.objects.filter(is_dead=True).delete()
    total, done, below = IndexEntry.objects.count(), 0, None
    while True:
        with transaction.atomic():
            rows = IndexEntry.objects.all() if below is None else IndexEntry.objects.filter(pk__lt=below)
            chunk = list(rows.order_by("-pk")[:CHUNK])
            if not chunk:
                return done
            below = chunk[-1].pk
            done += _remake(chunk)
        tell(done, total)


def _remake(chunk: Sequence[IndexEntry]) -> int:
    known = [(entry.pk, of) for entry, of in _tokens(chunk) if of is not None]
    kept = [pk for pk, _tokens_of in known]
    IndexEntry.objects.filter(pk__in={entry.pk for entry in chunk} - set(kept)).delete()
    IndexEntry.objects.filter(pk__in=kept).update(tokenizer_version=tokens.VERSION)
    engine().insert(known)
    return len(known)


def _tokens(entries: Sequence[IndexEntry]) -> list[tuple[Any, list[str] | None]]:
    texts = unseal([(bytes(entry.sealed), entry.owner, entry.purpose, entry.pk) for entry in entries])
    return [
        (entry, None if text is None else tokens.of_entry(text))
        for entry, text in zip(entries, texts, strict=True)
    ]
