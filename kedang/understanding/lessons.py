"""Learning from what documents are filed as now: a lesson a document, exchanged when that changes, so that an undo un-learns.

Nothing of a text is kept outside its document's key: what all documents share are counts of keyed hashes, sealed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction

from kedang import vault
from kedang.core.clock import now
from kedang.documents.models import Document, DocumentTag
from kedang.understanding.learning.counts import Counts, pack, pack_features, unpack, unpack_features
from kedang.understanding.learning.features import features_of
from kedang.understanding.models import Learnt, Lesson, Reliability
from kedang.understanding.papers.kinds import Paper

OWNER, PURPOSE = "understanding", "learning"
_AAD = b"lesson"
# So many documents of a type teach enough; after them only those whose type was guessed wrong.
ENOUGH = 300
Key = tuple[str, int]
_UNTAGGED = 0


def hashing_key() -> bytes:
    """Secret of this installation: without it nobody can look up whether a word was ever learnt."""
    return vault.mac("lookup", b"understanding:features")


def learnt(kind: str) -> dict[int, Counts]:
    """The counts of every label of a kind."""
    rows = list(Learnt.objects.filter(kind=kind))
    opened = vault.unseal_many([(bytes(row.sealed), OWNER, PURPOSE, _label(row)) for row in rows])
    return {
        row.target: unpack(row.documents, packed) for row, packed in zip(rows, opened, strict=True) if packed
    }


def reliabilities() -> dict[int, tuple[int, int]]:
    return {row.tenth: (row.right, row.wrong) for row in Reliability.objects.all()}


def calibrated(confidence: float, observed: Mapping[int, tuple[int, int]]) -> float:
    """The confidence moved towards how often such ones were right here: ten assumed cases beside those observed."""
    right, wrong = observed.get(tenth_of(confidence), (0, 0))
    return (confidence * 10 + right) / (10 + right + wrong)


def tenth_of(confidence: float) -> int:
    return min(9, int(confidence * 10))


def settle(
    documents: Sequence[Document], papers: Mapping[int, Paper], guesses: Mapping[int, tuple[int, float]]
) -> int:
    """Make every lesson what its document is filed as now; how many changed.

    `guesses`: type and raw confidence that rules and counts gave without knowing the answer.
    """
    with transaction.atomic():
        kept = {
            row.document_id: row for row in Lesson.objects.select_for_update().filter(document__in=documents)
        }
        tags = _tags(documents)
        changed = [
            document
            for document in documents
            if _differs(kept.get(document.pk), document.type_id, tags[document.pk])
        ]
        if changed:
            _exchange(changed, kept, tags, papers, guesses)
    return len(changed)


def _exchange(
    documents: Sequence[Document],
    kept: Mapping[int, Lesson],
    tags: Mapping[int, list[int]],
    papers: Mapping[int, Paper],
    guesses: Mapping[int, tuple[int, float]],
) -> None:
    key = hashing_key()
    book = _Book()
    lessons: list[Lesson] = []
    for document in documents:
        old = kept.get(document.pk)
        if old is not None:
            book.take(old, _unsealed(document, old))
        if document.type_id is None and not tags[document.pk]:
            continue
        guess = guesses.get(document.pk)
        if old is None and not tags[document.pk] and not book.wants(document.type_id, guess):
            continue
        features = list(features_of(papers[document.pk], key))
        lesson = _lesson(document, tags[document.pk], features, guess, old)
        book.add(lesson, features)
        lessons.append(lesson)
    Lesson.objects.filter(document__in=documents).delete()
    Lesson.objects.bulk_create(lessons)
    book.close()


def _lesson(
    document: Document,
    tags: list[int],
    features: list[int],
    guess: tuple[int, float] | None,
    old: Lesson | None,
) -> Lesson:
    sealed = vault.seal(document.key_owner, "document", pack_features(features), aad=_AAD)
    lesson = Lesson(document=document, type_id=document.type_id, tags=tags, sealed=sealed, learnt_at=now())
    if guess and document.type_id is not None:
        lesson.tenth, lesson.was_right = tenth_of(guess[1]), guess[0] == document.type_id
    elif old is not None and old.tenth is not None and document.type_id is not None:
        lesson.tenth, lesson.was_right = old.tenth, False
    return lesson


class _Book:
    """The counts that lessons of one transaction touch, read once, locked, written once."""

    def __init__(self) -> None:
        self._counts: dict[Key, Counts] = {}
        self._outcomes: dict[int, list[int]] = defaultdict(lambda: [0, 0])

    def wants(self, type_id: int | None, guess: tuple[int, float] | None) -> bool:
        if type_id is None:
            return False
        was_wrong = guess is not None and guess[0] != type_id
        return was_wrong or self._of(("type", type_id)).documents < ENOUGH

    def add(self, lesson: Lesson, features: Sequence[int]) -> None:
        for key in _keys(lesson):
            self._of(key).add(features)
        self._count(lesson, 1)

    def take(self, lesson: Lesson, features: Sequence[int]) -> None:
        for key in _keys(lesson):
            self._of(key).take(features)
        self._count(lesson, -1)

    def close(self) -> None:
        for (kind, target), counts in self._counts.items():
            row = Learnt(kind=kind, target=target)
            sealed = vault.seal(OWNER, PURPOSE, pack(counts), aad=_label(row))
            Learnt.objects.filter(kind=kind, target=target).update(
                documents=counts.documents, sealed=sealed, updated_at=now()
            )
        for tenth, (right, wrong) in self._outcomes.items():
            Reliability.objects.get_or_create(tenth=tenth)
            row_ = Reliability.objects.select_for_update().get(tenth=tenth)
            row_.right, row_.wrong = max(0, row_.right + right), max(0, row_.wrong + wrong)
            Reliability.objects.filter(tenth=tenth).update(right=row_.right, wrong=row_.wrong)

    def _of(self, key: Key) -> Counts:
        if key not in self._counts:
            self._counts[key] = _locked(*key)
        return self._counts[key]

    def _count(self, lesson: Lesson, sign: int) -> None:
        if lesson.tenth is not None and lesson.was_right is not None:
            self._outcomes[lesson.tenth][0 if lesson.was_right else 1] += sign


def _locked(kind: str, target: int) -> Counts:
    empty = vault.seal(OWNER, PURPOSE, pack(Counts()), aad=_label(Learnt(kind=kind, target=target)))
    Learnt.objects.get_or_create(kind=kind, target=target, defaults={"sealed": empty})
    row = Learnt.objects.select_for_update().get(kind=kind, target=target)
    return unpack(
        row.documents, vault.unseal(bytes(row.sealed), owner=OWNER, purpose=PURPOSE, aad=_label(row))
    )


def _keys(lesson: Lesson) -> list[Key]:
    of_type = [("type", lesson.type_id)] if lesson.type_id is not None else []
    return of_type + [("tag", tag) for tag in lesson.tags or [_UNTAGGED]]


def _differs(lesson: Lesson | None, type_id: int | None, tags: list[int]) -> bool:
    if lesson is None:
        return type_id is not None or bool(tags)
    return lesson.type_id != type_id or sorted(lesson.tags) != tags


def _unsealed(document: Document, lesson: Lesson) -> list[int]:
    packed = vault.unseal(bytes(lesson.sealed), owner=document.key_owner, purpose="document", aad=_AAD)
    return unpack_features(packed)


def _tags(documents: Sequence[Document]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {document.pk: [] for document in documents}
    uses = DocumentTag.objects.filter(document__in=documents).order_by("tag_id")
    for document_id, tag_id in uses.values_list("document_id", "tag_id"):
        found[document_id].append(tag_id)
    return found


def _label(row: Learnt) -> bytes:
    return f"{row.kind}:{row.target}".encode()
