"""A large file over a line that breaks and a server that dies: it arrives whole, once."""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable

from e2e.server import ROOT, Server

SIZE = 48 * 2**20
_PREPARE = """
import django; django.setup()
from django.conf import settings
from django.test import Client
from kedang.core.actor import as_actor
from kedang.customers.tests.makers import make_customer
from kedang.people.models import Person
import time
founder = Person.objects.get(email="chen@huaxin.example")
customer = make_customer("ABC公司", by=founder, contacts={"mobile": "13812345678"})
client = Client()
client.force_login(founder, backend="allauth.account.auth_backends.AuthenticationBackend")
session = client.session
session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
session["checked_at"] = time.time() + 36000
session.save()
print(customer.pk, settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


def test_a_file_survives_broken_lines_and_a_killed_server(make_server: Callable[..., Server]) -> None:
    server = make_server()
    server.command(
        "setup", "--org", "华信", "--admin", "chen@huaxin.example", "--name", "陈立", "--password-stdin",
        given="Kedang-journey-2026!\n",
    )  # fmt: skip
    customer, cookie = _prepare(server)
    server.start()
    content = random.Random(7).randbytes(SIZE)
    sender = _Sender(server, cookie)
    place = sender.begin(customer, len(content))

    sender.send(place, content, stop_after=17 * 2**20)  # the line breaks
    broken = sender.settled_offset(place)
    assert 8 * 2**20 <= broken <= 17 * 2**20

    sender.send(place, content[broken:], offset=broken, stop_after=12 * 2**20, kill=True)
    server.start()
    killed = sender.offset(place)
    assert broken < killed < SIZE

    document = sender.send(place, content[killed:], offset=killed)
    assert (
        hashlib.sha256(sender.get(f"/documents/{document}/file/")).digest()
        == hashlib.sha256(content).digest()
    )
    assert sender.offset(place) == SIZE  # asking again files nothing twice
    assert sender.get("/documents/").count(b'name="ids"') == 1


def _prepare(server: Server) -> tuple[str, str]:
    environment = server._environment() | {"DJANGO_SETTINGS_MODULE": "kedang.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", _PREPARE],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    customer, name, value = done.stdout.split()[-3:]
    return customer, f"{name}={value}"


class _Sender:
    """A tus client that can break off in the middle of a request."""

    def __init__(self, server: Server, cookie: str) -> None:
        self.server = server
        self.token = os.urandom(16).hex()
        self.headers = {
            "Cookie": f"{cookie}; csrftoken={self.token}",
            "X-CSRFToken": self.token,
            "Referer": server.address,
            "Tus-Resumable": "1.0.0",
        }

    def begin(self, customer: str, length: int) -> str:
        facts = {"filename": "录像.bin", "customer": customer}
        metadata = ",".join(
            f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in facts.items()
        )
        response, body = self._ask(
            "POST", "/uploads/", {"Upload-Length": str(length), "Upload-Metadata": metadata}
        )
        assert response.status == 201, body[:500]
        return response.headers["Location"] or ""

    def offset(self, place: str) -> int:
        response, _body = self._ask("HEAD", place, {})
        return int(response.headers["Upload-Offset"] or -1)

    def settled_offset(self, place: str) -> int:
        """Once the request that lost its line has put away what it had."""
        before = -1
        while (now := self.offset(place)) != before:
            before = now
            time.sleep(0.5)
        return now

    def send(
        self, place: str, body: bytes, *, offset: int = 0, stop_after: int = 0, kill: bool = False
    ) -> str:
        """All of `body`, or so much of it before the line (or the server) goes."""
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        line.putrequest("PATCH", place)
        sent = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(offset)}
        for name, value in {**self.headers, **sent, "Content-Length": str(len(body))}.items():
            line.putheader(name, value)
        line.endheaders()
        if stop_after:
            line.send(body[:stop_after])
            if kill:
                self._wait_for_more_than(place, offset)
                self.server.kill()
            line.close()
            return ""
        line.send(body)
        response = line.getresponse()
        response.read()
        assert response.status == 204
        return base64.b64decode(response.headers["Upload-Document"] or "").decode()

    def get(self, path: str) -> bytes:
        response, body = self._ask("GET", path, {})
        assert response.status == 200, body[:500]
        return body

    def _wait_for_more_than(self, place: str, offset: int) -> None:
        for _try in range(200):
            if self.offset(place) > offset:
                return

    def _ask(self, method: str, path: str, headers: dict[str, str]) -> tuple[http.client.HTTPResponse, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        line.request(method, path, headers={**self.headers, **headers})
        response = line.getresponse()
        return response, response.read()
