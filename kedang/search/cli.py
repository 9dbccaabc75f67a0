"""`kedang search`; see `kedang.cli`."""

import json
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from kedang.core.terminal import gettext_noop as _

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def register(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subparsers.add_parser("search", help=_("以某人的权限查找客户、文档、文件夹"))
    parser.description = _("结果与该人员在网页上看到的相同，最新的在前。")
    parser.add_argument("query", metavar="QUERY", help=_("词语或条件，例如 华信 阶段:现有客户"))
    parser.add_argument("--as", dest="email", required=True, metavar="EMAIL", help=_("以谁的权限查找"))
    parser.add_argument("--kind", metavar="KIND", help=_("只查一种：customer document folder"))
    parser.add_argument("--limit", type=int, default=20, metavar="N", help=_("每种最多显示几条，默认 20"))
    parser.add_argument("--json", action="store_true", help=_("输出 JSON"))
    parser.set_defaults(run=search)
    index = subparsers.add_parser("reindex", help=_("从已加密保存的文字重建搜索索引；中断后再次执行会接着做"))
    index.set_defaults(run=reindex)


def search(options: Namespace) -> int:
    """1 when nothing was found, like grep."""
    from django.utils.translation import gettext

    from kedang.core.actor import as_actor
    from kedang.core.errors import NotFound
    from kedang.core.terminal import tell
    from kedang.people.models import Person
    from kedang.search import overview

    person = Person.objects.filter(email__iexact=options.email, is_active=True).first()
    if person is None:
        raise NotFound(
            gettext("没有在职人员使用邮箱 %(email)s。") % {"email": options.email},
            remedy=gettext("用 kedang user list 查看人员。"),
        )
    actor, limit = as_actor(person), max(1, min(options.limit, 200))
    if options.kind:
        _check_kind(options.kind)
        found = [overview.group(options.kind, options.query, actor, limit=limit)]
    else:
        found = overview.groups(options.query, actor, limit=limit)
    errors = [group.error for group in found if group.error]
    if errors and len(errors) == len(found):
        raise errors[0]
    tell(json.dumps(_plain(found), ensure_ascii=False, indent=2) if options.json else _listed(found))
    return 0 if any(group.hits for group in found) else 1


def reindex(_options: Namespace) -> int:
    from django.utils.translation import gettext

    from kedang.core.terminal import show_progress, tell
    from kedang.search.maintenance import rebuild

    count = rebuild(lambda done, total: show_progress(f"{done}/{total}"))
    tell(gettext("已重建 %(count)s 项。") % {"count": count})
    return 0


def _check_kind(kind: str) -> None:
    from django.utils.translation import gettext

    from kedang.core.errors import Invalid
    from kedang.search.fields import declared_kinds

    known = declared_kinds()
    if kind not in known:
        message = gettext("没有“%(kind)s”这一种。") % {"kind": kind}
        raise Invalid(message, remedy=gettext("可以是：%(kinds)s。") % {"kinds": "、".join(known)})


def _plain(groups: list[Any]) -> dict[str, Any]:
    return {
        group.kind: {
            "count": group.count_label,
            "more": group.more,
            "next": group.cursor,
            "items": [
                {"id": hit.item.pk, "title": hit.title, "hint": str(hit.hint), "url": hit.url}
                for hit in group.hits
            ],
        }
        for group in groups
        if not group.error
    }


def _listed(groups: list[Any]) -> str:
    lines = []
    for group in groups:
        if group.hits:
            lines.append(f"{group.label} ({group.count_label})")
            lines += [f"  {hit.title}  {hit.hint}".rstrip() for hit in group.hits]
    return "\n".join(lines)
