"""Packages made to do harm: each is refused before anything is stored, and says where and what to do."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.core.actor import as_actor
from kedang.core.errors import Invalid
from kedang.customers.models import Customer
from kedang.dossier.actions.restore import receive_bag
from kedang.dossier.bag.checking import check
from kedang.dossier.bag.reading import decode_path, encode_path
from kedang.dossier.bag.trees import ZipTree, is_outside
from kedang.dossier.models import BagImport
from kedang.dossier.restoring.preview import check_import, findings_of
from kedang.dossier.tests.makers import export_zip, opened
from kedang.people.models import Person

Files = dict[str, bytes]


def bag_of(payload: Files) -> Files:
    """A package of these files whose sums are right."""
    manifest = "".join(f"{sha256(body).hexdigest()}  {encode_path(name)}\n" for name, body in payload.items())
    declaration = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    return {"bagit.txt": declaration, "manifest-sha256.txt": manifest.encode(), **payload}


def zip_of(files: Files, *, mode: int = 0o600, compression: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, body in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = compression
            archive.writestr(info, body)
    return out.getvalue()


def problems_of(body: bytes) -> list[str]:
    try:
        return [str(one) for one in check(ZipTree(io.BytesIO(body))).problems]
    except Invalid as error:
        return [str(error)]


GOOD = bag_of({"data/a.txt": b"a"})


def test_a_good_one_is_accepted() -> None:
    assert problems_of(zip_of(GOOD)) == []
    assert problems_of(zip_of({f"top/{name}": body for name, body in GOOD.items()})) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x", "..\\x", "data/../../x", "~/x"])
def test_a_name_that_leads_outside_is_refused(name: str) -> None:
    assert any("之外" in one for one in problems_of(zip_of({**GOOD, name: b"x"})))


def test_a_symbolic_link_is_refused() -> None:
    assert any("链接" in one for one in problems_of(zip_of(GOOD, mode=0o120777)))


def test_a_bomb_is_refused_unopened() -> None:
    body = zip_of({**GOOD, "data/b": b"\0" * (60 * 2**20)}, compression=zipfile.ZIP_DEFLATED)
    assert len(body) < 2**20
    assert any("炸弹" in one for one in problems_of(body))


def test_a_wrong_sum_names_the_file() -> None:
    (problem,) = problems_of(zip_of({**GOOD, "data/a.txt": b"b"}))
    assert "data/a.txt" in problem


def test_a_missing_file_is_named() -> None:
    files = bag_of({"data/a.txt": b"a", "data/合同.pdf": b"b"})
    del files["data/合同.pdf"]
    assert any("data/合同.pdf" in one for one in problems_of(zip_of(files)))


def test_a_file_nobody_listed_is_named() -> None:
    assert any("data/b.txt" in one for one in problems_of(zip_of({**GOOD, "data/b.txt": b"b"})))


def test_a_name_that_is_there_twice_is_refused() -> None:
    out = io.BytesIO(zip_of(GOOD))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("data/a.txt", b"other")
    assert any("两次" in one for one in problems_of(out.getvalue()))


def test_too_many_files_are_refused_before_any_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kedang.dossier.bag.trees.MOST_FILES", 5)
    assert any("文件太多" in one for one in problems_of(zip_of(bag_of({f"data/{n}": b"" for n in range(9)}))))


def test_what_is_no_zip_is_refused() -> None:
    assert problems_of(b"not a zip") == ["这不是完整的 zip 文件"] or problems_of(b"not a zip")
    assert problems_of(zip_of(GOOD)[:-40])


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(noise: bytes) -> None:
    assert problems_of(noise)


@given(st.integers(0, 3_000), st.binary(min_size=1, max_size=8))
def test_no_damage_goes_unnoticed_in_the_payload(place: int, noise: bytes) -> None:
    """Whatever is overwritten: either it is found, or every file is what it was."""
    body = bytearray(zip_of(bag_of({"data/a.txt": b"a" * 500})))
    body[place % len(body) : place % len(body) + len(noise)] = noise
    if not problems_of(bytes(body)):
        tree = ZipTree(io.BytesIO(bytes(body)))
        assert b"".join(tree.pieces("data/a.txt")) == b"a" * 500


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_paths_survive_the_manifest(path: str) -> None:
    written = encode_path(path)
    assert decode_path(written) == path
    assert "\n" not in written
    assert "\r" not in written


@given(st.text(max_size=30))
def test_nothing_with_a_parent_step_is_inside(name: str) -> None:
    assert is_outside(f"data/../{name}")


Change = Callable[[dict[str, Any]], None]


def _changed(**path: Any) -> Change:
    def change(data: dict[str, Any]) -> None:
        data.update(path)

    return change


def _row(table: str, **values: Any) -> Change:
    def change(data: dict[str, Any]) -> None:
        data["tables"][table][0].update(values)

    return change


CHANGES: dict[str, Change] = {
    "another schema": _changed(schema="kedang-dossier/99"),
    "no customer": lambda data: data.pop("customer"),
    "rows that are none": _changed(tables={"purchases": [7]}),
    "a wrong number": _row("purchases", amount="много"),
    "a choice there is not": _row("interactions", channel="telepathy"),
    "a moment without zone": _row("comments", created_at="2026-05-03T10:00:00"),
    "a text that is none": _row("comments", text={"a": 1}),
    "a level there is not": lambda data: data["documents"][0].update(classification=9),
    "a file that is not there": lambda data: data["documents"][0]["versions"][0].update(path="../../x"),
    "a sum that is not its own": lambda data: data["documents"][0]["versions"][0].update(sha256="0" * 64),
    "versions in disorder": lambda data: data["documents"][0]["versions"].reverse(),
    "a name too long": lambda data: data["customer"].update(name="长" * 201),
    "an endless name": _row("projects", name="x" * 5_000),
}


def test_data_that_lies_is_refused_whole(customer: Customer, founder: Person) -> None:
    actor = as_actor(founder)
    archive = opened(export_zip(customer, actor))
    files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    payload = {name: body for name, body in files.items() if name.startswith("data/")}
    before = Customer.objects.count()
    for what, change in CHANGES.items():
        data = json.loads(payload["data/dossier.json"])
        change(data)
        body = zip_of(bag_of({**payload, "data/dossier.json": json.dumps(data).encode()}))
        made = check_import(receive_bag("bad.zip", [body], actor=actor), actor)
        assert made.state == BagImport.State.REFUSED, what
        assert all(message for _file, message, _remedy in findings_of(made)["problems"]), what
    assert Customer.objects.count() == before
