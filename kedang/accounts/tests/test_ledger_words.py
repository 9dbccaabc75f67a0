"""No name of the code reaches a reader of the ledger."""

import ast
from collections.abc import Iterator
from pathlib import Path

from kedang.accounts.ledger_words import DETAIL_NAMES, details_in_words, kind_name, reason_in_words

ROOT = Path(__file__).resolve().parents[2]
UNTOLD = {
    *("action", "check", "entry", "founders", "link", "other", "permit", "point", "pool", "request"),
}


def test_every_detail_the_code_records_has_a_name() -> None:
    missing = {name for name in _recorded() if name not in DETAIL_NAMES} - UNTOLD
    assert not missing


def test_sizes_versions_and_sources_are_told_in_words() -> None:
    told = details_in_words({"size": 3425, "restored_from": 1, "source": "upload", "while_locked": True})
    assert told == [("大小", "3.3 KB"), ("恢复自", "第 1 版"), ("来源", "浏览器上传"), ("锁定期间", "是")]


def test_what_is_empty_or_an_id_is_left_out() -> None:
    assert details_in_words({"note": "", "founders": [1, 2], "name": "合同"}) == [("名称", "合同")]


def test_a_refusal_names_what_was_refused_and_other_reasons_stay_as_typed() -> None:
    assert reason_in_words("access.refused", "grant") == "授权"
    assert reason_in_words("customers.unmasked", "grant") == "grant"


def test_the_kind_of_record_is_not_said_twice() -> None:
    assert kind_name("documents.document", "打开了文档") == ""
    assert kind_name("documents.document", "恢复了旧版本") == "文档"


def _recorded() -> Iterator[str]:
    """Keys of the literals given as `details=`."""
    for file in ROOT.rglob("*.py"):
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "details" and isinstance(node.value, ast.Dict):
                yield from (str(key.value) for key in node.value.keys if isinstance(key, ast.Constant))
