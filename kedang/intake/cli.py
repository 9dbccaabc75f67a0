"""`kedang import customers` and `kedang import folder`; see `kedang.cli`."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from kedang.core.terminal import gettext_noop as _

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def register(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subparsers.add_parser("import", help=_("导入客户列表，或按客户分好的文件夹"))
    kinds = parser.add_subparsers(metavar="KIND", required=True)
    _customers(kinds.add_parser("customers", help=_("导入客户列表：CSV（UTF-8、GB18030）、XLSX、XLS")))
    _dealings(
        kinds.add_parser("purchases", help=_("导入购买记录：CSV、XLSX，按客户编号、外部编号或名称对上")),
        "import_purchases",
    )
    _dealings(
        kinds.add_parser("interactions", help=_("导入沟通记录：CSV、XLSX，保留原经手人和时间")),
        "import_interactions",
    )
    _folder(kinds.add_parser("folder", help=_("导入一个目录或 zip：每个客户一个文件夹")))


def _customers(parser: ArgumentParser) -> None:
    parser.description = _(
        "列名自动识别；有问题的行写进结果文件。中断后再次运行 kedang serve 或 worker 会接着做完。"
    )
    parser.add_argument("file", metavar="FILE", help=_("列表文件"))
    _as(parser)
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help=_("指定某列是什么，如 电话=landline；空为不导入"),
    )
    parser.add_argument("--sheet", default="", help=_("工作表名称，默认第一个有内容的"))
    parser.add_argument(
        "--mode", choices=("create", "update", "both"), default="both", help=_("新建、更新或两者")
    )
    parser.add_argument(
        "--match",
        default="",
        metavar="FIELDS",
        help=_("认出已有客户的字段，逗号分隔，如 number,uscc,match_key,phone,email"),
    )
    parser.add_argument("--keep-malformed", action="store_true", help=_("格式不合的值按原样收下，标记待核实"))
    parser.add_argument("--dry-run", action="store_true", help=_("只检查全部行，不写入"))
    parser.add_argument("--rejected", metavar="FILE", help=_("把退回的行写成 XLSX"))
    parser.set_defaults(run=_deferred("import_customers"))


def _dealings(parser: ArgumentParser, name: str) -> None:
    parser.description = _("列名自动识别；有问题的行写进结果文件，其余照常导入；整批可以撤销。")
    parser.add_argument("file", metavar="FILE", help=_("列表文件"))
    _as(parser)
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help=_("指定某列是什么，如 跟进=text；空为不导入"),
    )
    parser.add_argument("--sheet", default="", help=_("工作表名称，默认第一个有内容的"))
    parser.add_argument("--dry-run", action="store_true", help=_("只检查全部行，不写入"))
    parser.add_argument("--rejected", metavar="FILE", help=_("把退回的行写成 XLSX"))
    parser.set_defaults(run=_deferred(name))


def _folder(parser: ArgumentParser) -> None:
    parser.description = _(
        "按文件夹名认客户，子文件夹对到标准文件夹，按规则命名，原名保留；认不出的进待分拣。"
    )
    parser.add_argument("directory", metavar="DIR", help=_("目录，或一个 .zip"))
    _as(parser)
    parser.add_argument(
        "--pattern", default="", help=_("路径规则，如 {客户}/** 或 */{客户}/{项目}/**，默认自动判断")
    )
    parser.add_argument("--new-customers", action="store_true", help=_("认不出的文件夹新建为客户"))
    parser.add_argument("--dry-run", action="store_true", help=_("只显示哪个文件夹归入哪个客户"))
    parser.set_defaults(run=_deferred("import_folder"))


def _as(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--as", dest="email", default="", metavar="EMAIL", help=_("以谁的名义导入，默认创建者")
    )


def _deferred(name: str) -> object:
    def run(options: Namespace) -> int:
        from kedang.intake import commands

        return int(getattr(commands, name)(options))

    return run
