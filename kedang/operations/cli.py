"""Subcommands of this room; see `kedang.cli`."""

import os
from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from kedang.core.terminal import gettext_noop as _
from kedang.core.terminal import tell

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def register(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    _serve(subparsers.add_parser("serve", help=_("启动客档：网页、后台任务与定时任务")))
    worker = subparsers.add_parser("worker", help=_("只运行后台任务（多机部署时使用）"))
    worker.add_argument("--threads", type=int, default=2, help=_("同时执行的任务数"))
    worker.set_defaults(run=work)
    _setup(subparsers.add_parser("setup", help=_("初始设置（不经浏览器）")))
    _user(subparsers.add_parser("user", help=_("人员：列出、添加、重设密码、停用")))
    _export(subparsers.add_parser("export", help=_("导出客户名单：CSV、XLSX 或 JSON 行")))
    _bench(subparsers.add_parser("bench", help=_("测速：导入、入档、检索、页面、台账，与本机极限对照")))
    migrate = subparsers.add_parser("migrate", help=_("升级两个数据库的结构"))
    migrate.set_defaults(run=migrate_databases)
    doctor = subparsers.add_parser("doctor", help=_("检查安装：目录权限、主密钥、数据库、磁盘、字体"))
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


def _setup(parser: ArgumentParser) -> None:
    parser.description = _("建立单位与创建者，与浏览器中的向导相同。创建者在三权分立之前拥有全部权限。")
    parser.add_argument("--org", required=True, metavar="NAME", help=_("单位名称"))
    parser.add_argument("--admin", required=True, metavar="EMAIL", help=_("创建者的邮箱，用来登录"))
    parser.add_argument("--name", default="", help=_("创建者的姓名"))
    parser.add_argument("--password-stdin", action="store_true", help=_("从标准输入的第一行读密码"))
    parser.add_argument("--short-name", default="", help=_("单位简称"))
    parser.add_argument("--code", default="", help=_("单位代码（全宗号）"))
    parser.add_argument("--language", default="zh-hans", choices=("zh-hans", "en"), help=_("界面语言"))
    parser.add_argument(
        "--profile", default="mlps3", choices=("mlps3", "asvs"), help=_("安全要求：等保三级或 ASVS")
    )
    parser.add_argument(
        "--industry", default="general", help=_("行业预设：general finance medical manufacturing …")
    )
    parser.set_defaults(run=administer("set_up"))


def _user(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    verbs.add_parser("list", help=_("列出人员")).set_defaults(run=administer("list_people"))
    add = verbs.add_parser("add", help=_("添加人员，给出一次性登录链接"))
    add.add_argument("email")
    add.add_argument("--name", required=True, help=_("姓名"))
    add.add_argument("--department", help=_("部门名称，默认最上级"))
    add.add_argument("--post", help=_("岗位代码，如 sales、archivist"))
    add.set_defaults(run=administer("add"))
    _of_person(verbs.add_parser("reset-password", help=_("给出重设密码的一次性链接")), "reset_password")
    suspend = _of_person(verbs.add_parser("suspend", help=_("停用人员，立即结束其会话")), "suspend")
    suspend.add_argument("--reason", required=True, help=_("原因，记入台账"))
    _of_person(verbs.add_parser("resume", help=_("恢复停用的人员")), "resume")


def _export(parser: ArgumentParser) -> None:
    parser.description = _("以某人的权限导出客户名单，每条记录都记入台账。联系方式默认遮盖。")
    parser.add_argument("file", help=_("写到哪个文件（.csv .xlsx .jsonl）；dossier 为导出客户档案包"))
    parser.add_argument("number", nargs="?", default="", help=_("dossier：客户编号；不写则用 --query"))
    parser.add_argument("--to", metavar="PATH", help=_("dossier：写成这个 .zip 或新目录；多位客户时为目录"))
    parser.add_argument("--as", dest="email", required=True, metavar="EMAIL", help=_("以谁的权限"))
    parser.add_argument("--query", default="", help=_("查询，如 阶段:现有客户 标签:VIP客户"))
    parser.add_argument("--in-clear", action="store_true", help=_("不遮盖联系方式，须写明原因"))
    parser.add_argument("--reason", default="", help=_("原因，记入台账"))
    parser.set_defaults(run=export)


def _bench(parser: ArgumentParser) -> None:
    parser.description = _(
        "在自己的临时数据目录里测速，不碰现有数据。结果是一组表格，可放进 docs/performance.md。"
    )
    parser.add_argument(
        "--size",
        choices=("XS", "S", "M"),
        default="S",
        help=_("S：2 千客户 1 万文档；M：5 万与 20 万"),
    )
    parser.add_argument("--documents", type=int, help=_("真实入档的文档数（默认按规模）"))
    parser.add_argument(
        "--fill",
        action=BooleanOptionalAction,
        help=_("之后不经文件与解析补足到规模的文档数（M 默认补足）"),
    )
    parser.add_argument("--keep", metavar="DIR", help=_("在此新目录里测速并保留档案"))
    parser.add_argument("--pages-of", metavar="DIR", help=_("只测 --keep 留下的档案的页面"))
    parser.add_argument("--in", dest="folder", metavar="DIR", help=_("临时目录放在哪里"))
    parser.set_defaults(run=bench, bare=True)


def _of_person(parser: ArgumentParser, name: str) -> ArgumentParser:
    parser.add_argument("email")
    parser.set_defaults(run=administer(name))
    return parser


def administer(name: str) -> Callable[[Namespace], int | None]:
    """The command `name` of `administration`, imported when it runs."""

    def run(options: Namespace) -> int | None:
        from kedang.operations import administration

        done: int | None = getattr(administration, name)(options)
        return done

    return run


def serve(options: Namespace) -> int:
    from kedang.operations.serving import Serving

    return Serving.from_options(options).run()


def export(options: Namespace) -> int:
    if options.file == "dossier":
        return _export_dossier(options)
    from pathlib import Path

    from django.utils.translation import gettext

    from kedang.core.actor import as_actor
    from kedang.customers.export import begin_export, export_rows
    from kedang.customers.export_files import check_name, write_list
    from kedang.operations.administration import person_named

    path = Path(options.file)
    check_name(path)
    actor = as_actor(person_named(options.email), channel="command", reason=options.reason)
    begin_export(None, query=options.query, in_clear=options.in_clear, actor=actor)
    count = write_list(path, export_rows(options.query, in_clear=options.in_clear, actor=actor))
    tell(gettext("已导出 %(count)d 个客户：%(path)s") % {"count": count, "path": path})
    return 0


def _export_dossier(options: Namespace) -> int:
    from django.utils.translation import gettext

    from kedang.core.errors import Invalid
    from kedang.dossier.commands import export_dossiers

    if not options.to or not (options.number or options.query):
        raise Invalid(
            gettext("请写明导出哪位客户、写到哪里"),
            field="to",
            remedy=gettext("例如：kedang export dossier KH-2026-0001 --to 档案.zip --as 邮箱"),
        )
    return export_dossiers(options)


def bench(options: Namespace) -> None:
    import tempfile

    if options.pages_of:
        _in_folder(options.pages_of)
        from kedang.operations.bench.run import run_pages

        run_pages()
    elif options.keep:
        os.makedirs(options.keep, mode=0o700)  # never into a folder that holds something
        _measure(options, options.keep)
    else:
        with tempfile.TemporaryDirectory(prefix="kedang-bench-", dir=options.folder) as folder:
            _measure(options, folder)


def _measure(options: Namespace, folder: str) -> None:
    from pathlib import Path

    _in_folder(folder)
    from kedang.operations.bench.run import run

    run(options.size, options.documents, options.fill, Path(folder))


def _in_folder(folder: str) -> None:
    """Work in `folder`, with neither the archive's databases nor its keys."""
    for name in [name for name in os.environ if name.startswith("KEDANG_")]:
        del os.environ[name]
    os.environ["KEDANG_DATA"] = folder
    import django

    django.setup()
    from kedang.operations import upkeep

    upkeep.make_ready()


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
