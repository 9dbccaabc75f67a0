"""Which customer a text speaks of: by credit code, by the name of a party, by the sender's address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from kedang.core.errors import Invalid
from kedang.core.text import match_key
from kedang.customers.contacts import ContactInput, read_contact
from kedang.customers.models import ContactPoint, Customer
from kedang.documents.models import Document
from kedang.understanding.papers.kinds import Paper
from kedang.understanding.papers.pieces import as_company, codes_in, companies_in
from kedang.understanding.papers.words import Found, even
from kedang.understanding.parts import CUSTOMER, Part

_PARTIES = ("party_a", "party_b", "buyer", "seller", "licence_name")
_HEAD, _MOST = 3000, 12
_SURE = {"code": 0.95, "name": 0.85, "mail": 0.7}


@dataclass(frozen=True)
class _Clues:
    """What of one document may name a customer: value → the words as they stand in it."""

    codes: dict[str, str]
    names: dict[str, str]
    mail: bytes | None
    address: str


def suggest_customers(
    documents: Sequence[Document], papers: Mapping[int, Paper], fields: Mapping[int, Sequence[Found]]
) -> dict[int, Part]:
    """For documents that speak of one other customer and not of their own. Nobody's rights are asked here."""
    clues = {each.pk: _clues(papers[each.pk], fields.get(each.pk, ())) for each in documents}
    found = _known(list(clues.values()))
    return {
        each.pk: part for each in documents if (part := _other(each, papers[each.pk], clues[each.pk], found))
    }


def _clues(paper: Paper, fields: Sequence[Found]) -> _Clues:
    head = even(paper.text[:_HEAD])
    names = {match_key(each.value): each.value for each in fields if each.key in _PARTIES}
    for match in companies_in(head)[:_MOST]:
        names.setdefault(match_key(as_company(match.group())), match.group().strip())
    codes = {each.value: each.value for each in codes_in(even(paper.text[:20_000]))[:4]}
    return _Clues(
        codes, {key: name for key, name in names.items() if key}, _token(paper.sender), paper.sender
    )


def _token(address: str) -> bytes | None:
    if not address:
        return None
    try:
        return read_contact(ContactInput("email", address)).token or None
    except Invalid:
        return None


@dataclass
class _Found:
    by_code: dict[str, int]
    by_name: dict[str, set[int]]
    by_mail: dict[bytes, set[int]]


def _known(clues: Sequence[_Clues]) -> _Found:
    codes = {code for each in clues for code in each.codes}
    names = {name for each in clues for name in each.names}
    mails = [each.mail for each in clues if each.mail]
    found = _Found({}, defaultdict(set), defaultdict(set))
    if codes or names:
        rows = Customer.objects.in_use().filter(
            Q(uscc__in=codes or [""]) & ~Q(uscc="") | Q(match_key__in=names)
        )
        for pk, code, name in rows.values_list("pk", "uscc", "match_key")[:500]:
            if code in codes:
                found.by_code[code] = pk
            if name in names:
                found.by_name[name].add(pk)
    if mails:
        points = ContactPoint.objects.with_tokens(mails).filter(customer__trashed_at=None)
        for token, pk in points.values_list("token", "customer_id")[:500]:
            found.by_mail[bytes(token or b"")].add(pk)
    return found


def _other(document: Document, paper: Paper, clues: _Clues, found: _Found) -> Part | None:
    said: dict[int, tuple[str, str]] = {}
    if clues.mail:
        said |= dict.fromkeys(found.by_mail.get(clues.mail, ()), ("mail", clues.address))
    for key, name in clues.names.items():
        said |= dict.fromkeys(found.by_name.get(key, ()), ("name", name))
    said |= {found.by_code[code]: ("code", code) for code in clues.codes if code in found.by_code}
    own = document.customer
    spoken_of = own.pk in said or any(name and name in paper.text for name in (own.name, own.short_name))
    if spoken_of or len(said) != 1:
        return None
    ((pk, (by, words)),) = said.items()
    return Part(CUSTOMER, pk, _SURE[by], [words], "customer")
