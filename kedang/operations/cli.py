"""Subcommands of this room; see `kedang.cli`."""

import os
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from kedang.core.terminal import gettext_noop as _

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def register(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    _serve(subparsers.add_parser("serve", help=_("启动客档：网页、后台任务与定时任务")))
    worker = subparsers.add_parser("worker", help=_("只运行后台任务（多机部署时使用）"))
    worker.add_argument("--threads", type=int, default=2, help=_("同时执行的任务数"))
    worker.set_defaults(run=work)
    migrate = subparsers.add_parser("migrate", help=_("升级两个数据库的结构"))
    migrate.set_defaults(run=migrate_databases)
    doctor = subparsers.add_parser("doctor", help=_("检查安装：目录权限、主密钥、数据库、磁盘、可选程序"))
    doctor.set_defaults(run=examine)


def _serve(parser: ArgumentParser) -> None:
    parser.description = _("启动客档。监听本机以外的地址时必须启用 TLS，或声明前面有反向代理。")
    parser.add_argument("--host", default="127.0.0.1", help=_("监听地址，默认只限本机"))
    parser.add_argument(
        "--port", type=int, default=int(os.environ.get("KEDANG_PORT", "8000")), help=_("端口")
    )
    parser.add_argument("--workers", type=int, default=1, help=_("网页进程数"))
    parser.add_argument("--threads", type=int, default=2, help=_("同时执行的后台任务数，0 为不在本机执行"))
    parser.add_argument("--tls-cert", metavar="FILE", help=_("TLS 证书（PEM，含中间证书）"))
    parser.add_argument("--tls-key", metavar="FILE", help=_("TLS 私钥（PEM，PKCS#8）"))
    parser.add_argument("--behind-proxy", action="store_true", help=_("前面有提供 TLS 的反向代理"))
    parser.add_argument("--reload", action="store_true", help=_("源代码变化时重新启动（开发用）"))
    parser.set_defaults(run=serve, bare=True)


def serve(options: Namespace) -> int:
    from kedang.operations.serving import Serving

    return Serving.from_options(options).run()


def work(options: Namespace) -> int:
    from kedang.operations import upkeep
    from kedang.operations.children import run_jobs

    upkeep.make_ready()
    run_jobs(options.threads)
    return 0


def migrate_databases(_options: Namespace) -> int:
    from kedang.operations import upkeep

    upkeep.migrate()
    return 0


def examine(_options: Namespace) -> int:
    from kedang.operations.doctor import report

    return report()
