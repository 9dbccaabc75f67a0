"""Moving a folder with all below it: one statement, however much lies there."""

from __future__ import annotations

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from kedang.core.clock import now
from kedang.core.errors import Conflict, Invalid
from kedang.filing.models import Folder
from kedang.filing.paths import MOST_DEPTH, join, name_of, path_key
from kedang.filing.querysets import FolderQuerySet

_MOST_PATH = 1000


def relocate(folder: Folder, parent: Folder | None, name: str) -> str:
    """Give `folder` another parent or name; its new path. Raises Conflict: there is such a folder already."""
    path = join([parent.path if parent else "", name])
    check_free(folder, path)
    below = Folder.objects.below(folder)
    _check_size(below, folder, path)
    below.update(
        path=Concat(Value(path), Substr("path", len(folder.path) + 1)),
        path_key=Concat(Value(path_key(path)), Substr("path_key", len(folder.path_key) + 1)),
        revision=F("revision") + 1,
        updated_at=now(),
    )
    folder.parent, folder.name, folder.path, folder.path_key = parent, name_of(path), path, path_key(path)
    folder.revision += 1
    folder.updated_at = now()
    folder.save(update_fields=["parent", "name", "path", "path_key", "revision", "updated_at"])
    return path


def check_free(folder: Folder, path: str) -> None:
    """Raises Conflict if another folder of the customer is at `path`."""
    others = Folder.objects.filter(customer=folder.customer_id).available().at(path).exclude(pk=folder.pk)
    if others.exists():
        raise Conflict(
            _("“%(path)s”已经存在。") % {"path": path},
            field="name",
            value=path,
            remedy=_("请换一个名称，或移到别处。"),
        )


def _check_size(below: FolderQuerySet, folder: Folder, path: str) -> None:
    paths = list(below.values_list("path", flat=True))
    longest = max((len(path) + len(each) - len(folder.path) for each in paths), default=len(path))
    deepest = max((each.count("/") - folder.path.count("/") for each in paths), default=0)
    if longest > _MOST_PATH or path.count("/") + deepest >= MOST_DEPTH:
        raise Invalid(
            _("移动后层级太深或路径太长。"), field="parent", value=path, remedy=_("请放到更靠上的文件夹。")
        )
