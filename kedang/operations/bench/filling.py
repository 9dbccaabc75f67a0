"""Filling the archive to its size: rows and index as ingest leaves them, without files, parsing and ledger.

A search does not read files. What it does read is the real thing, written by the index's own function.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from kedang import vault
from kedang.core import pinyin, regions
from kedang.core.rows import insert_rows
from kedang.core.terminal import show_progress
from kedang.customers.models import Customer
from kedang.documents.content import PURPOSE, reserve_ids
from kedang.documents.indexing import index_documents, index_texts
from kedang.documents.models import Document, ReadState, Version
from kedang.filing.file_names import name_key
from kedang.filing.folders import UNSORTED, ensure_folders
from kedang.filing.layouts import Shelf
from kedang.filing.models import Folder
from kedang.operations.bench import material
from kedang.people.models import Person
from kedang.search import tokens

# Documents a customer: an archive where two customers in five have any.
EACH = 10
_CHUNK = 1_000
_INVENTED = 15_000
_SENTENCES = 8_000
_NUMBER = "BENCH-"
_PDF = "application/pdf"


def _filled() -> int:
    return Document.objects.filter(number__startswith=_NUMBER).count()


@contextmanager
def _remembering_tokens() -> Iterator[None]:
    """All of them, which makes hundreds of documents a second; they are the same tokens."""
    usual, tokens._REMEMBERED = tokens._REMEMBERED, 3_000_000
    try:
        yield
    finally:
        tokens._REMEMBERED = usual


@dataclass
class _Shelved:
    customer: Customer
    folder: Folder


def fill(count: int, author: Person) -> None:
    """As many documents, of the newest customers; those of an earlier, broken off run count."""
    places = _Places(list(Customer.objects.order_by("-pk")[: max(1, count // EACH)]))
    with _remembering_tokens():
        for start in range(_filled(), count, _CHUNK):
            numbers = range(start, min(start + _CHUNK, count))
            with transaction.atomic():
                _enter(numbers, places, author)
            show_progress(f"{numbers.stop:,} / {count:,}")


def text(number: int, customer: Customer) -> str:
    """Some 800 to 3,000 characters: a few words everywhere, most words in few documents."""
    chance = random.Random(-number - 1)  # noqa: S311  # the same data in every run
    words, sentences = _words(), _sentences()
    length = min(180, int(48 * chance.paretovariate(3)))
    body = [sentences[int(len(sentences) * chance.random() ** 2)] for _ in range(length)]
    for place in range(0, length, 4):
        body[place] += f"{words[int(len(words) * chance.random())]}。\n"
    mobile = f"1{chance.randrange(30, 100)}{chance.randrange(10**8):08d}"
    return f"甲方：{customer.name}\n电话：{mobile}\n{'，'.join(body)}\n编号{number:08d}"  # i18n: data


class _Places:
    """The folder of each customer, made when first needed."""

    def __init__(self, customers: Sequence[Customer]) -> None:
        self.customers = customers
        self.shelf = Shelf.in_force()
        self.known: dict[int, Folder] = {}

    def of(self, numbers: Sequence[int]) -> list[_Shelved]:
        # The documents of one customer did not come one after the other.
        customers = [self.customers[number * 7919 % len(self.customers)] for number in numbers]
        new = list({one.pk: one for one in customers if one.pk not in self.known}.values())
        made = ensure_folders([(one, UNSORTED) for one in new], shelf=self.shelf)
        self.known.update(zip((one.pk for one in new), made, strict=True))
        return [_Shelved(one, self.known[one.pk]) for one in customers]


def _enter(numbers: Sequence[int], places: _Places, author: Person) -> None:
    shelved = places.of(numbers)
    ids = reserve_ids(len(numbers))
    vault.keys.create_keys(
        [
            (f"document:{pk}", PURPOSE, f"customer:{place.customer.pk}")
            for pk, place in zip(ids, shelved, strict=True)
        ]
    )
    made = [
        _document(pk, number, place, author) for pk, number, place in zip(ids, numbers, shelved, strict=True)
    ]
    insert_rows(made)
    _insert_versions(made, author)
    index_documents(made)
    index_texts(
        (document, [text(number, place.customer)])
        for document, number, place in zip(made, numbers, shelved, strict=True)
    )


def _document(pk: int, number: int, place: _Shelved, author: Person) -> Document:
    words = _words()
    word = words[number % len(words)]
    day = date(2018, 1, 1) + timedelta(days=number % 2_800)
    name = f"{place.customer.name}_{day:%Y%m%d}_{word}_{number}.pdf"
    return Document(
        id=pk,
        customer=place.customer,
        folder=place.folder,
        name=name,
        name_key=name_key(name),
        original_name=f"scan{number}.pdf",
        document_date=day,
        classification=max(place.folder.classification, place.customer.classification),
        number=f"{_NUMBER}{number:07d}",
        size=40_000,
        mime=_PDF,
        content_mac=os.urandom(32),
        pages=1,
        read_state=ReadState.READ,
        created_by=author,
        created_at=timezone.now(),
        updated_at=timezone.now(),
    )


def _insert_versions(documents: Sequence[Document], author: Person) -> None:
    digests = vault.seal_many([(one.key_owner, PURPOSE, os.urandom(32), b"sha256") for one in documents])
    Version.objects.bulk_create(
        [
            Version(
                document=document,
                number=1,
                author=author,
                original_name=document.original_name,
                blob_id=os.urandom(16).hex(),
                size=document.size,
                mime=_PDF,
                content_mac=document.content_mac,
                sha256=digest,
                alg="aes256gcm",
                pages=1,
            )
            for document, digest in zip(documents, digests, strict=True)
        ],
        batch_size=200,
    )


@cache
def _sentences() -> list[str]:
    """Of four to eight words; the n-th word is the n-th as frequent (Zipf)."""
    words = _words()
    chance = random.Random(3)  # noqa: S311  # the same data in every run
    bounds = list(accumulate(1 / (place + 20) for place in range(len(words))))
    return [
        "".join(chance.choices(words, cum_weights=bounds, k=chance.randrange(4, 9)))
        for _ in range(_SENTENCES)
    ]


@cache
def _words() -> list[str]:
    """The most frequent first."""
    return list(dict.fromkeys([*material.contract_words(), *_other_words()]))


def _other_words() -> Iterator[str]:
    """Words of the pinyin table, places, and invented ones of the characters of both."""
    lines = (Path(pinyin.__file__).parent / "data" / "pinyin.txt").read_text(encoding="utf-8").splitlines()
    real = [line.split(" ")[0] for line in lines if line[0] > "{"]
    real += [region.name for above in regions.children() for region in regions.children(above.code)]
    chance = random.Random(2)  # noqa: S311  # the same data in every run
    chance.shuffle(real)
    characters = sorted({character for word in real for character in word})
    invented = ["".join(chance.choices(characters, k=2)) for _ in range(_INVENTED)]
    for number, word in enumerate(invented):
        yield word
        if number < len(real):
            yield real[number]
