"""The words of comments, sealed under the customer's `profile` key, and read again."""

from __future__ import annotations

from collections.abc import Iterable

from kedang import vault
from kedang.search import index
from kedang.teamwork.models import Comment

AAD = b"comment"
KIND = "comment"


def seal(customer_id: int, text: str) -> bytes:
    return vault.seal(f"customer:{customer_id}", "profile", text.encode(), aad=AAD)


def texts_of(comments: Iterable[Comment]) -> dict[int, str | None]:
    """By id, with one look-up for all keys; None: the key was destroyed."""
    rows = list(comments)
    opened = vault.unseal_many(
        [(bytes(one.text), f"customer:{one.customer_id}", "profile", AAD) for one in rows]
    )
    return {
        one.pk: None if plain is None else plain.decode() for one, plain in zip(rows, opened, strict=True)
    }


def text_of(comment: Comment) -> str:
    return texts_of([comment])[comment.pk] or ""


def write_index(comment: Comment, text: str) -> None:
    """In the transaction of the change; without text it is forgotten."""
    index.write(
        [
            index.Entry(
                kind=KIND,
                subject_id=comment.pk,
                customer_id=comment.customer_id,
                part=KIND,
                texts={"comment": text} if text else {},
                owner=f"customer:{comment.customer_id}",
                purpose="profile",
            )
        ]
    )
