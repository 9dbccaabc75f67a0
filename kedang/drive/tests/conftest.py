from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from lxml import etree

from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.customers.tests.makers import make_customer
from kedang.drive.actions.passwords import make_app_password
from kedang.filing.actions.folders import create_folder
from kedang.people.models import Person

DAV = "{DAV:}"


class Program:
    """A program on somebody's computer, with an app password: every request stands alone."""

    def __init__(self, person: Person, secret: str, root: str = "") -> None:
        self._client = Client(raise_request_exception=True)
        self._basic = base64.b64encode(f"{person.email}:{secret}".encode()).decode()
        self.root = root

    def ask(
        self, method: str, path: str = "", body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> HttpResponseBase:
        sent = {"Host": "localhost", "Authorization": f"Basic {self._basic}", **(headers or {})}
        return self._client.generic(
            method, self.address(path), body, content_type="application/octet-stream", headers=sent
        )

    def address(self, path: str) -> str:
        return quote(f"/dav/{self.root}{path}")

    def status(self, method: str, path: str = "", body: bytes = b"", **headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask(method, path, body, named).status_code

    def put(self, path: str, body: bytes, **headers: str) -> int:
        return self.status("PUT", path, body, **headers)

    def breaks_off(self, path: str, body: bytes, length: int) -> int:
        """PUT over a line that breaks: less comes than was promised."""
        sent = {"HTTP_HOST": "localhost", "HTTP_AUTHORIZATION": f"Basic {self._basic}"}
        broken = {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(length), **sent}
        return self._client.generic("PUT", self.address(path), **broken).status_code  # type: ignore[arg-type]  # environment

    def read(self, path: str) -> bytes:
        response = self.ask("GET", path)
        assert response.status_code == 200, response.status_code
        return b"".join(response)

    def move(self, path: str, to: str, **headers: str) -> int:
        return self.status("MOVE", path, b"", Destination=f"http://localhost{self.address(to)}", **headers)

    def copy(self, path: str, to: str, **headers: str) -> int:
        return self.status("COPY", path, b"", Destination=f"http://localhost{self.address(to)}", **headers)

    def names(self, path: str = "") -> list[str]:
        """What a listing shows, without the folder itself."""
        _own, *members = self.found(path, "1")
        return [unquote(each.findtext(f"{DAV}href") or "").rstrip("/").rpartition("/")[2] for each in members]

    def found(self, path: str = "", depth: str = "0", body: bytes = b"") -> list[Any]:
        response = self.ask("PROPFIND", path, body, {"Depth": depth})
        assert response.status_code == 207, response.status_code
        whole = b"".join(response)
        return list(etree.fromstring(whole))

    def lock(self, path: str, **headers: str) -> str:
        """The token of an exclusive lock."""
        response = self.ask("LOCK", path, LOCKINFO, {"Timeout": "Second-600", **headers})
        assert response.status_code in {200, 201}, response.status_code
        return response["Lock-Token"].strip("<>")


LOCKINFO = (
    b'<?xml version="1.0"?><D:lockinfo xmlns:D="DAV:"><D:lockscope><D:exclusive/></D:lockscope>'
    b"<D:locktype><D:write/></D:locktype><D:owner>WPS</D:owner></D:lockinfo>"
)
Connect = Callable[..., Program]


@pytest.fixture
def connect() -> Connect:
    """A program of a person, with a fresh app password."""

    def make(person: Person, root: str = "") -> Program:
        _row, secret = make_app_password(person, name="电脑", days=30, actor=as_actor(person))
        return Program(person, secret, root)

    return make


@pytest.fixture
def abc(sales_a: Person) -> Customer:
    """销售甲's customer, with a folder of its own."""
    customer = make_customer("ABC公司", by=sales_a, contacts={"mobile": "13812345678"})
    create_folder(customer, "往来文件", actor=as_actor(sales_a))
    return customer


@pytest.fixture
def folder(abc: Customer) -> str:
    """The folder's address below `/dav/`."""
    return f"全部客户/{abc.number}/往来文件/"


@pytest.fixture
def mine(connect: Connect, sales_a: Person, folder: str) -> Program:
    """销售甲's program, in that folder."""
    return connect(sales_a, folder)
