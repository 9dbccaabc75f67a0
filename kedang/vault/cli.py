"""`kedang keys`; see `kedang.cli`."""

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from kedang.core.terminal import gettext_noop as _

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def register(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    keys = subparsers.add_parser("keys", help=_("密钥：检查、轮换"), description=_("管理密钥库与主密钥。"))
    verbs = keys.add_subparsers(metavar="VERB", required=True)
    verbs.add_parser("check", help=_("主密钥能否打开密钥库")).set_defaults(run=check)
    verbs.add_parser("rotate-store", help=_("换新的库密钥，重新包装所有密钥")).set_defaults(run=rotate_store)
    master = verbs.add_parser("rotate-master", help=_("换新的主密钥"))
    master.add_argument(
        "--key-stdin", action="store_true", help=_("从标准输入读新主密钥（32 字节的 base64）")
    )
    master.set_defaults(run=rotate_master)


def check(_options: Namespace) -> None:
    from django.utils.translation import gettext

    from kedang import vault
    from kedang.core.terminal import tell

    vault.check()
    tell(gettext("主密钥能打开密钥库。"))


def rotate_store(_options: Namespace) -> None:
    from django.utils.translation import gettext

    from kedang import vault
    from kedang.core.terminal import tell

    count = vault.rotate_store_key()
    tell(gettext("已换新的库密钥，重新包装 %(count)d 把密钥；旧库密钥已销毁。") % {"count": count})


def rotate_master(options: Namespace) -> int:
    from django.utils.translation import gettext

    from kedang import vault
    from kedang.core.terminal import complain, tell
    from kedang.vault import master

    if not (options.key_stdin or master.is_kept_in_file()):
        complain(gettext("主密钥来自环境变量或命令：请用 --key-stdin 给出新的主密钥。"))
        return 2
    new = master.decode(sys.stdin.read(), "stdin") if options.key_stdin else master.new_master()
    vault.rotate_master(new)
    if master.is_kept_in_file():
        tell(gettext("主密钥文件已更换。请立即另存一份，旧备份仍需旧主密钥。"))
    else:
        tell(gettext("密钥库已改用新的主密钥。请立即更新环境变量或密钥管理系统，再重新启动客档。"))
    return 0
