"""A real server in its own data folder."""

import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kedang.operations.serving import (
    NoAddress,
    OpenAddress,
    Serving,
    is_loopback,
    refuse_taken_port,
    resolved,
)

ROOT = Path(__file__).parents[3]
LOGIN = "/setup/organisation/"
_UNCHECKED = ssl._create_unverified_context()


def serving(**changes: object) -> Serving:
    options: dict[str, object] = {
        "host": "127.0.0.1", "port": 8000, "workers": 1, "threads": 2,
        "cert": None, "key": None, "behind_proxy": False, "reload": False,
    }  # fmt: skip
    return Serving(**(options | changes))  # type: ignore[arg-type]  # the test names the fields


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "kedang.example"])
def test_an_open_address_without_tls_is_refused(host: str) -> None:
    with pytest.raises(OpenAddress, match="已拒绝启动"):
        serving(host=host).refuse_open_address()


def test_an_open_address_behind_a_proxy_or_with_tls_is_allowed(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_text("-----BEGIN PRIVATE KEY-----")
    serving(host="0.0.0.0", behind_proxy=True).refuse_open_address()
    serving(host="0.0.0.0", cert=tmp_path / "cert.pem", key=key).refuse_open_address()
    serving(host="::1").refuse_open_address()


def test_half_of_tls_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OpenAddress, match="同时给出"):
        serving(cert=tmp_path / "cert.pem").refuse_open_address()


def test_a_key_in_an_old_format_is_refused_with_the_way_to_convert_it(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_text("-----BEGIN RSA PRIVATE KEY-----")
    with pytest.raises(OpenAddress, match="openssl pkcs8"):
        serving(cert=tmp_path / "cert.pem", key=key).refuse_open_address()


@pytest.mark.parametrize(
    ("host", "loopback"), [("127.0.0.1", True), ("127.8.8.8", True), ("localhost", True), ("10.0.0.1", False)]
)
def test_what_is_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_a_host_name_is_resolved_and_an_unknown_one_refused() -> None:
    assert is_loopback(resolved("localhost"))
    assert resolved("10.1.2.3") == "10.1.2.3"
    with pytest.raises(NoAddress, match="no-such-host"):
        resolved("no-such-host.invalid")


def test_a_taken_port_is_told_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(NoAddress, match=f"端口 {port}"):
            refuse_taken_port("127.0.0.1", port, patience=0)
    refuse_taken_port("127.0.0.1", port)


class Server:
    def __init__(self, data: Path, port: int, cert: Path | None = None, key: Path | None = None) -> None:
        self.port = port
        self.data = data
        self.tls = ["--tls-cert", str(cert), "--tls-key", str(key)] if cert else []
        self.process = self._start()

    def _start(self) -> psutil.Popen:
        command = [sys.executable, "-m", "kedang", "serve", "--port", str(self.port), *self.tls]
        environment = os.environ | {
            "KEDANG_DATA": str(self.data),
            "DJANGO_SETTINGS_MODULE": "kedang.config.settings",
        }
        started = psutil.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        self.process = started
        wait_until(self.answers)
        return started

    def again(self) -> None:
        self._start()

    def get(self, path: str) -> int:
        try:
            return int(self.open(path).status)
        except urllib.error.HTTPError as error:
            return error.code

    def open(self, path: str) -> Any:
        scheme = "https" if self.tls else "http"
        address = f"{scheme}://127.0.0.1:{self.port}{path}"
        # The certificate is nobody's; who made it is not what is tested.
        with urllib.request.urlopen(
            address, timeout=10, context=_UNCHECKED if self.tls else None
        ) as response:
            response.read()
            return response

    def kill(self) -> None:
        if self.process.poll() is None:
            for process in [*self.children(), self.process]:
                process.kill()
            self.process.wait()

    def answers(self) -> bool:
        assert self.process.poll() is None, "the server ended"
        try:
            return self.get(LOGIN) == 200
        except OSError:
            return False

    def children(self) -> list[psutil.Process]:
        return list(self.process.children(recursive=True))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    running = Server(data, free_port())
    yield running
    running.kill()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_until(condition: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def test_pages_and_static_files_are_served_and_sigterm_ends_everything(server: Server) -> None:
    assert server.get(LOGIN) == 200
    assert server.get("/static/dist/manifest.json") == 200
    assert server.get("/static/../../master.key") in {400, 404}
    children = server.children()
    assert len(children) >= 3  # the web server, its worker, the jobs
    server.process.terminate()
    assert server.process.wait(timeout=60) == 0
    wait_until(lambda: not any(child.is_running() for child in children))


def test_a_process_that_dies_is_started_again(server: Server) -> None:
    before = {child.pid for child in server.process.children()}
    for child in server.process.children():
        child.kill()
    wait_until(lambda: len({child.pid for child in server.process.children()} - before) == len(before))
    wait_until(server.answers)


def test_a_killed_server_takes_its_processes_along_and_starts_again(server: Server) -> None:
    children = server.children()
    server.process.kill()
    server.process.wait()
    wait_until(lambda: not any(is_alive(child) for child in children))
    server.again()
    assert server.get(LOGIN) == 200


def test_only_the_owner_can_read_what_the_server_made(server: Server, data: Path) -> None:
    files = [path for path in data.iterdir() if path.is_file()]
    assert {"master.key", "keys.sqlite3", "kedang.sqlite3"} <= {path.name for path in files}
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_over_tls_of_its_own_cookies_are_secure_and_browsers_are_told_to_come_back_so(
    data: Path, tmp_path: Path
) -> None:
    cert, key = make_certificate(tmp_path)
    running = Server(data, free_port(), cert, key)
    try:
        answer = running.open(LOGIN)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        cookies = answer.headers.get_all("Set-Cookie") or []
        assert cookies
        assert [cookie for cookie in cookies if "Secure" not in cookie] == []
    finally:
        running.kill()


def test_in_clear_nobody_is_told_to_come_back_by_https(server: Server) -> None:
    assert "Strict-Transport-Security" not in server.open(LOGIN).headers


def make_certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, pkcs8, plain))
    return folder / "cert.pem", folder / "key.pem"
