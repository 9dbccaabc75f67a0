"""`kedang serve`: checks, then one process for pages and one for jobs, kept alive until told to end."""

import ipaddress
import logging
import os
import signal
import socket
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from kedang.core.errors import DomainError
from kedang.core.terminal import complain, language, tell

log = logging.getLogger(__name__)

GRACE = 30.0
_SOON = 1.0  # a process that dies sooner after its start is started again after a pause


class OpenAddress(DomainError):
    """Serving passwords in clear text to the network was asked for."""


class NoAddress(DomainError):
    """Nothing can listen there."""


@dataclass
class Serving:
    host: str
    port: int
    workers: int
    threads: int
    cert: Path | None
    key: Path | None
    behind_proxy: bool
    reload: bool
    _children: dict[int, tuple[Callable[[], None], float]] = field(default_factory=dict)
    _ending: bool = False

    @classmethod
    def from_options(cls, options: Namespace) -> "Serving":
        cert, key = (Path(file) if file else None for file in (options.tls_cert, options.tls_key))
        return cls(
            options.host,
            options.port,
            options.workers,
            options.threads,
            cert,
            key,
            options.behind_proxy,
            options.reload,
        )

    def run(self) -> int:
        started = time.monotonic()
        self._tell_settings()
        self._load()
        try:
            self.refuse_open_address()
            self.host = resolved(self.host)
            refuse_taken_port(self.host, self.port)
            self._prepare()
        except DomainError as error:
            complain(error)
            return 1
        self._welcome(time.monotonic() - started)
        self._supervise()
        return 0

    def refuse_open_address(self) -> None:
        """Raises OpenAddress: the network would see what is typed."""
        if bool(self.cert) != bool(self.key):
            raise OpenAddress(_("--tls-cert 与 --tls-key 必须同时给出。"))
        if self.key and b"BEGIN PRIVATE KEY" not in self.key.read_bytes():
            raise OpenAddress(
                _("TLS 私钥不是 PKCS#8 格式：%(file)s") % {"file": self.key},
                remedy=_("可转换：openssl pkcs8 -topk8 -nocrypt -in 旧.key -out 新.key"),
            )
        if not (is_loopback(self.host) or self.cert or self.behind_proxy):
            raise OpenAddress(
                _("监听 %(host)s 而没有 TLS：密码会以明文经过网络，已拒绝启动。") % {"host": self.host},
                remedy=_(
                    "请给出 --tls-cert 与 --tls-key；若前面有提供 TLS 的反向代理，请加 --behind-proxy。"
                ),
            )

    def _tell_settings(self) -> None:
        """The settings read the environment once, when Django loads."""
        if self.cert or self.behind_proxy:
            os.environ["KEDANG_TLS"] = "1"
        if self.behind_proxy:
            os.environ["KEDANG_BEHIND_PROXY"] = "1"

    def _load(self) -> None:
        import django
        from django.utils import translation

        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        django.setup()
        translation.activate(language())

    def _prepare(self) -> None:
        from django.conf import settings

        from kedang.operations import upkeep, web

        upkeep.make_ready()
        if not settings.DEBUG:
            upkeep.lay_out_static_files()
        web.warm()
        web.settle()

    def _welcome(self, seconds: float) -> None:
        from django.conf import settings

        scheme = "https" if self.cert else "http"
        shown = f"[{self.host}]" if ":" in self.host else self.host
        tell(
            _("客档已启动：%(url)s （%(seconds).1f 秒）")
            % {"url": f"{scheme}://{shown}:{self.port}/", "seconds": seconds}
        )
        if not is_loopback(self.host) and set(settings.ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}:
            tell(_("提示：请用 KEDANG_HOSTS 写明同事访问时所用的域名，否则请求会被拒绝。"))
        self._tell_setup_code()

    def _tell_setup_code(self) -> None:
        from kedang.accounts.setup import setup_code
        from kedang.people.models import Organisation

        if not Organisation.objects.exists():
            tell(
                _("首次使用：请在浏览器打开上面的地址。从其他电脑访问时需输入设置码：%(code)s")
                % {"code": setup_code()}
            )

    def _supervise(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        for work in self._works():
            self._start(work)
        watch = _Sources() if self.reload else None
        while not self._ending:
            self._restart_dead()
            if watch and watch.changed():
                self._stop_children()
                os.execv(sys.executable, [sys.executable, "-m", "kedang", *sys.argv[1:]])  # noqa: S606  # itself
            time.sleep(0.25)
        self._stop_children()

    def _works(self) -> list[Callable[[], None]]:
        from kedang.operations import children

        def web() -> None:
            children.run_web(
                host=self.host, port=self.port, workers=self.workers, cert=self.cert, key=self.key
            )

        def jobs() -> None:
            children.run_jobs(self.threads)

        return [web, jobs] if self.threads else [web]

    def _start(self, work: Callable[[], None]) -> None:
        from kedang.operations.children import fork

        self._children[fork(work)] = (work, time.monotonic())

    def _restart_dead(self) -> None:
        for child in list(self._children):
            gone, status = os.waitpid(child, os.WNOHANG)
            if not gone or self._ending:
                continue
            work, since = self._children.pop(child)
            log.error("%s process %d ended (status %d); starting it again", work.__name__, child, status)
            if time.monotonic() - since < _SOON:
                time.sleep(_SOON)
            self._start(work)

    def _end(self, *_signal: object) -> None:
        self._ending = True

    def _stop_children(self) -> None:
        for child in self._children:
            _send(child, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while self._children and time.monotonic() < deadline:
            for child in list(self._children):
                if _is_gone(child):
                    del self._children[child]
            time.sleep(0.05)
        for child in self._children:
            _send(child, signal.SIGKILL)


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def resolved(host: str) -> str:
    """The address of a host name: the web server takes numbers only. Raises NoAddress."""
    try:
        return str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
    except OSError:
        raise NoAddress(_("没有这个地址：%(host)s") % {"host": host}, value=host) from None


def refuse_taken_port(host: str, port: int, patience: float = 3.0) -> None:
    """Raises NoAddress when somebody else listens there; one that was just killed may need a moment."""
    deadline = time.monotonic() + patience
    while error := _bind_error(host, port):
        if time.monotonic() > deadline:
            raise NoAddress(
                _("无法监听 %(host)s 的端口 %(port)d：%(error)s")
                % {"host": host, "port": port, "error": error.strerror},
                remedy=_("请停掉占用它的程序，或用 --port 换一个端口。"),
            )
        time.sleep(0.1)


def _bind_error(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            return error
    return None


class _Sources:
    """Whether a source file changed since the last look."""

    def __init__(self) -> None:
        self._root = Path(__file__).parent.parent
        self._newest = self._look()

    def changed(self) -> bool:
        newest, self._newest = self._newest, self._look()
        return newest != self._newest

    def _look(self) -> float:
        return max(file.stat().st_mtime for file in self._root.rglob("*.py"))


def _is_gone(child: int) -> bool:
    try:
        return os.waitpid(child, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True


def _send(child: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, number)
