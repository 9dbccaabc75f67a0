"""A real `kedang serve` on a data folder of its own and a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_LIMIT = 240  # seconds; a busy machine may take long, a broken start ends at once


@dataclass
class Server:
    """`start`, `stop`, `kill` (as a power cut would), `command` (the `kedang` program on the same data).

    `program` runs another module on the data, `beside` starts one and leaves it running.
    """

    data: Path
    environment: dict[str, str] = field(default_factory=dict)
    port: int = 0
    _process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data / "serve.log"

    def start(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        self.port = self.port or _free_port()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kedang", "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_it_answers()

    def stop(self) -> int | None:
        """End it in good order; its exit code. Kill its whole session if it does not: None."""
        code = None
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                code = self._process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()
        self._process = None
        return code

    def kill(self) -> None:
        """`kill -9` to web, worker and scheduler at once."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def command(self, *arguments: str, given: str = "") -> str:
        """Run `kedang …` on this data and return what it printed; a failure is an error with its words."""
        return self.program("kedang", *arguments, given=given)

    def program(self, module: str, *arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self._environment(),
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(
                f"{module} {' '.join(arguments)} → {done.returncode}\n{done.stdout}{done.stderr}"
            )
        return done.stdout

    def beside(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `kedang …` on this data; the caller ends it."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "kedang", *arguments],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _environment(self) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("KEDANG_", "DJANGO_", "PYTEST_"))
        }
        return inherited | {"KEDANG_DATA": str(self.data), "PYTHONUNBUFFERED": "1"} | self.environment

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_LIMIT
        while time.monotonic() < deadline:
            assert self._process is not None
            if self._process.poll() is not None:
                break
            try:
                urllib.request.urlopen(self.address, timeout=5).close()
            except urllib.error.HTTPError:
                return  # it answers; what it says is for the tests to judge
            except OSError:
                time.sleep(0.2)
            else:
                return
        tail = self.log.read_text(errors="replace")[-4000:]
        self.kill()
        raise AssertionError(f"kedang serve did not start:\n{tail}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
