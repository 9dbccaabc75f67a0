"""Keeping the index small and whole: dead entries go, and all of it can be made again from the sealed texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from kedang.search import tokens
from kedang.search.engines import engine
from kedang.search.index import unseal
from kedang.search.models import IndexEntry, Rebuild

# Compacted when one in five entries is dead.
DEAD_SHARE = 0.2
# Few enough that no transaction holds the write lock for long.
CHUNK = 100
_ABOVE_ALL = 2**63 - 1

Progress = Callable[[int, int], None]


def needs_compaction() -> bool:
    if Rebuild.under_way():
        return False
    dead = IndexEntry.objects.filter(is_dead=True).count()
    return bool(dead) and dead >= DEAD_SHARE * IndexEntry.objects.count()


def compact(stop: Callable[[], bool] = lambda: False) -> int:
    """Remove dead entries, a chunk a transaction. Those whose text can no longer be read wait for a rebuild."""
    removed, after = 0, 0
    while not stop() and not Rebuild.under_way():
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


def rebuild(tell: Progress = lambda _done, _total: None, stop: Callable[[], bool] = lambda: False) -> int:
    """Make all tokens again, newest first; dead entries and those whose key was destroyed go for good.

    What was begun and broken off goes on. Until it is done older records are missing from search: pages and
    `kedang doctor` say so (`Rebuild.under_way`). How many entries have their tokens again.
    """
    begin_rebuild()
    done = 0
    while not stop():
        with transaction.atomic():
            state = Rebuild.objects.select_for_update().first()
            if state is None or not _advance(state):
                return state.done if state else done
            done = state.done
        tell(done, state.total)
    return done


def begin_rebuild() -> None:
    """Drop all tokens, unless a rebuild is under way already."""
    with transaction.atomic():
        total = IndexEntry.objects.count()
        _state, is_new = Rebuild.objects.get_or_create(pk=1, defaults={"below": _ABOVE_ALL, "total": total})
        if is_new:
            engine().clear()


def _advance(state: Rebuild) -> bool:
    """One chunk; whether there was one. Its tokens and the progress commit together."""
    chunk = list(IndexEntry.objects.filter(pk__lt=state.below).order_by("-pk")[:CHUNK])
    if not chunk:
        state.delete()
        return False
    state.below = chunk[-1].pk
    state.done += _remake(chunk)
    state.save()
    return True


def _remake(chunk: Sequence[IndexEntry]) -> int:
    """Changes meanwhile wrote their tokens themselves: those are there already."""
    known = [(entry, of) for entry, of in _tokens(chunk) if of is not None]
    present = engine().present([(entry.pk, of) for entry, of in known])
    engine().remove([(entry.pk, of) for entry, of in known if entry.is_dead and entry.pk in present])
    kept = [(entry.pk, of) for entry, of in known if not entry.is_dead]
    ids = {pk for pk, _of in kept}
    IndexEntry.objects.filter(pk__in={entry.pk for entry in chunk} - ids).delete()
    IndexEntry.objects.filter(pk__in=ids).update(tokenizer_version=tokens.VERSION)
    engine().insert([(pk, of) for pk, of in kept if pk not in present])
    return len(kept)


def _tokens(entries: Sequence[IndexEntry]) -> list[tuple[Any, str | None]]:
    texts = unseal([(bytes(entry.sealed), entry.owner, entry.purpose, entry.pk) for entry in entries])
    return [
        (entry, None if text is None else tokens.of_entry(text))
        for entry, text in zip(entries, texts, strict=True)
    ]
