"""`kedang import dossier`; see `kedang.cli`. `kedang export dossier` is parsed with the list's export."""

from argparse import ArgumentParser, Namespace
from argparse import _SubParsersAction as SubParsers

from kedang.core.terminal import gettext_noop as _


def register(subparsers: "SubParsers[ArgumentParser]") -> None:
    kinds = next(one for one in subparsers.choices["import"]._actions if isinstance(one, SubParsers))
    parser = kinds.add_parser("dossier", help=_("恢复由客档导出的客户档案包（BagIt，zip）"))
    parser.description = _(
        "先核对每个文件的校验值，有问题就逐项说明、不写入任何内容；中断后由 kedang serve 或 worker 接着做完。"
    )
    parser.add_argument("file", metavar="FILE", help=_("档案包：zip，或解开后的目录"))
    parser.add_argument(
        "--as", dest="email", default="", metavar="EMAIL", help=_("以谁的名义导入，默认创建者")
    )
    parser.add_argument("--renumber", action="store_true", help=_("另编新号，不沿用原编号"))
    parser.add_argument("--into", metavar="NUMBER", help=_("恢复到这个编号的空档案（可以在回收站里）"))
    parser.add_argument("--dry-run", action="store_true", help=_("只核对并列出将要恢复的内容"))
    parser.set_defaults(run=_import)


def _import(options: Namespace) -> int:
    from kedang.dossier import commands

    return commands.import_dossier(options)
