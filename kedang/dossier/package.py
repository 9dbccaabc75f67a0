"""One dossier as the files of a BagIt 1.0 package, made while they leave.

Order: the documents, then what was worked out from the database, then the tag files. A version's checksum was sealed
when it was written, so its bytes are decrypted once and never hashed again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kedang import __version__
from kedang.core.clock import now
from kedang.documents.content import open_version, read_through
from kedang.documents.models import Version
from kedang.dossier.bag.writing import BagStream, File, in_memory
from kedang.dossier.contents import SCHEMA, contents_of, digests_of, versions_of
from kedang.dossier.extract import json_lines
from kedang.dossier.index import index_pages, ledger_page
from kedang.dossier.paths import folder_name, paths_of
from kedang.dossier.plan import Plan
from kedang.dossier.workbook import workbook
from kedang.dossier.zipping import is_packed


@dataclass(frozen=True)
class Dossier:
    """Worked out before the first byte: what it says, and which versions go along under which name."""

    plan: Plan
    contents: dict[str, Any]
    files: list[tuple[Version, str, str]]  # version, path, sha256

    @property
    def name(self) -> str:
        customer = self.plan.customer
        return folder_name(customer.number, customer.name)

    @property
    def size(self) -> int:
        """Bytes of all versions: what there is to do, for progress."""
        return sum(version.size for version, _path, _digest in self.files)


def prepare(plan: Plan) -> Dossier:
    """Everything that a query can say; only contents are read later."""
    versions = versions_of(plan.documents)
    paths = paths_of(plan.documents, versions)
    flat = [version for some in versions.values() for version in some]
    digests = digests_of(flat)
    files = [(one, paths[one.document_id, one.number], digests.get(one.pk, "")) for one in flat]
    return Dossier(plan, contents_of(plan, paths), files)


def files_of(dossier: Dossier) -> Iterator[File]:
    """To be consumed in order, each file before the next is asked for."""
    plan, at = dossier.plan, now()
    bag = BagStream(at)
    for version, path, digest in dossier.files:
        yield bag.payload(version_file(version, path), digest)
    for path, body in index_pages(dossier.contents):
        yield bag.payload(in_memory(path, body, at))
    customer_id, actor = plan.customer.pk, plan.actor
    page = ledger_page(dossier.contents, customer_id, actor)
    yield bag.payload(in_memory("ledger.html", page, at))
    yield bag.payload(File("ledger.jsonl", lambda: json_lines(customer_id, actor), at))
    yield bag.payload(in_memory("dossier.xlsx", workbook(dossier.contents), at))
    body = json.dumps(dossier.contents, ensure_ascii=False, indent=1).encode()
    yield bag.payload(in_memory("dossier.json", body, at))
    yield from bag.closing(_info(dossier))


def version_file(version: Version, path: str) -> File:
    """Opened when its turn comes, closed when it has passed or the reader went away."""

    def pieces() -> Iterator[bytes]:
        with open_version(version) as reader:
            yield from read_through(reader)

    return File(path, pieces, version.created_at, version.size, is_packed(version.mime))


def _info(dossier: Dossier) -> list[tuple[str, str]]:
    plan, contents = dossier.plan, dossier.contents
    house = contents["organisation"] or {"name": "", "code": ""}
    return [
        ("Source-Organization", house["name"]),
        ("Contact-Name", plan.actor.person.name),
        ("Contact-Email", plan.actor.person.email),
        ("Bagging-Date", contents["exported"]["at"][:10]),
        ("External-Identifier", plan.customer.number),
        ("External-Description", _("客户档案：%(name)s") % {"name": plan.customer.name}),
        ("Internal-Sender-Identifier", house["code"]),
        ("Bag-Software-Agent", f"Kedang {__version__}"),
        ("Kedang-Schema", SCHEMA),
        ("Kedang-Exported-At", contents["exported"]["at"]),
        ("Kedang-In-Clear", "yes" if plan.in_clear else "no"),
        ("Kedang-Documents", str(len(plan.documents))),
        ("Kedang-Versions", str(len(dossier.files))),
        ("Kedang-Withheld", str(len(plan.withheld))),
    ]
