"""The processes under `kedang serve`, forked from one that has Django loaded: they share its memory."""

import ctypes
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.db import connections

log = logging.getLogger(__name__)

_PR_SET_PDEATHSIG = 1


def fork(work: Callable[[], None]) -> int:
    """Run `work` in a child; its process id."""
    connections.close_all()
    parent = os.getpid()
    child = os.fork()
    if not child:
        _live(work, parent)
    return child


def die_with_parent(parent: int) -> None:
    """Even when the parent is killed with -9: a left-over web process would hold the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def run_web(*, host: str, port: int, workers: int, cert: Path | None, key: Path | None) -> None:
    """Granian with the application loaded already; it serves the static files itself."""
    from granian import Granian
    from granian.constants import Interfaces, SSLProtocols
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    mounts: dict[str, Any] = {}
    if not settings.DEBUG:
        mounts = {
            "static_path_route": [settings.STATIC_URL.rstrip("/")],
            "static_path_mount": [Path(settings.STATIC_ROOT)],
        }
    server = Granian(
        "kedang.operations.web:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        backpressure=64,
        http1_settings=HTTP1Settings(header_read_timeout=30_000),
        websockets=False,
        log_level=LogLevels.warning,
        ssl_cert=cert,
        ssl_key=key,
        ssl_protocol_min=SSLProtocols.tls12,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=20,
        **mounts,
    )
    parent = os.getpid()
    server.serve(target_loader=lambda *_args, **_options: _application(parent), wrap_loader=False)


def run_jobs(threads: int) -> None:
    from kedang.jobs.worker import Worker

    worker = Worker(threads)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: worker.stop())
    worker.run()


def _application(parent: int) -> Callable[..., Any]:
    from kedang.operations.web import application

    die_with_parent(parent)
    return application


def _live(work: Callable[[], None], parent: int) -> NoReturn:
    code = 1
    try:
        die_with_parent(parent)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        work()
        code = 0
    except BaseException:
        log.exception("process ended")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
