"""The bag of an import, opened where it lies sealed; and its data, read once it is known to be whole."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from kedang import vault
from kedang.core.errors import Invalid
from kedang.dossier.bag.trees import Tree, ZipTree
from kedang.dossier.contents import SCHEMA
from kedang.dossier.models import BagImport

PURPOSE = "dossier"
DATA = "data/dossier.json"
_MOST_BYTES = 256 * 2**20
Json = dict[str, Any]


@contextmanager
def open_bag(bag_import: BagImport) -> Iterator[ZipTree]:
    with vault.blobs.open(bag_import.blob_id, bag_import.key_owner, PURPOSE) as reader:
        tree = ZipTree(io.BufferedReader(reader, 2**18))
        try:
            yield tree
        finally:
            tree.close()


def read_data(tree: Tree) -> Json:
    """Raises Invalid: no dossier of Kedang's, of a newer kind, or not what it should be."""
    if DATA not in tree.sizes:
        raise Invalid(
            _("档案包里没有客档的数据（data/dossier.json）"),
            field="file",
            value=DATA,
            remedy=_("只能导入由客档导出的档案包；其他文件请用“导入文件夹”。"),
        )
    if tree.sizes[DATA] > _MOST_BYTES:
        raise Invalid(_("“%(name)s”过大") % {"name": DATA}, field="file", value=DATA)
    try:
        data = json.loads(b"".join(tree.pieces(DATA)))
    except (ValueError, RecursionError) as error:
        raise Invalid(_("data/dossier.json 不是有效的 JSON"), field="file", value=DATA) from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise Invalid(
            _("不认识的档案格式：%(schema)s")
            % {"schema": str(data.get("schema"))[:40] if isinstance(data, dict) else "—"},
            field="file",
            value=DATA,
            remedy=_("可能由更新版本的客档导出，请先升级。"),
        )
    return data
