"""`kedang demo load` and `kedang demo remove`; see `kedang.cli`."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from kedang.core.terminal import gettext_noop as _

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def register(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subparsers.add_parser("demo", help=_("演示公司：载入或移除"))
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    load = verbs.add_parser("load", help=_("载入演示公司，已载入的部分不会重复"))
    load.description = _(
        "约 300 位客户、2000 份真实格式的文档。没有单位时先建立演示单位，并显示每个岗位的登录密码。"
    )
    load.add_argument("--small", action="store_true", help=_("只载入 30 位客户、100 份文档"))
    load.add_argument(
        "--passwords", action="store_true", help=_("为全部演示人员换新密码并显示（仅限演示单位）")
    )
    load.set_defaults(run=_deferred("load"))
    remove = verbs.add_parser("remove", help=_("移除演示公司：客户与文档进回收站，人员停用"))
    remove.set_defaults(run=_deferred("remove"))


def _deferred(name: str) -> object:
    def run(options: Namespace) -> int:
        from kedang.demo import commands

        return int(getattr(commands, name)(options))

    return run
