"""A signed-in person without a browser: pages, forms and resumable uploads over plain HTTP."""

from __future__ import annotations

import base64
import http.client
import re
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from urllib.parse import urlencode

from e2e.office import PASSWORD, totp
from e2e.server import Server

BODY = "application/offset+octet-stream"
FORM = "application/x-www-form-urlencoded"
PATIENCE = 60  # seconds for one answer; the machine may be busy
PIECE = 2**16


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def place(self) -> str:
        return self.headers["location"]

    @property
    def offset(self) -> int:
        return int(self.headers["upload-offset"])

    def told(self, name: str) -> str:
        """What a finished upload says of what became of it."""
        return base64.b64decode(self.headers[f"upload-{name}"]).decode()


@dataclass
class Sender:
    """Cookies live as long as the sender, whatever happens to the server meanwhile."""

    server: Server
    _cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.get("/login/")
        answer = self.post("/login/", login=email, password=password)
        assert answer.status == 302, answer.body.decode()
        assert "kedang_session" in self._cookies

    def enrol(self) -> None:
        """Set up the second factor that is asked of administrators; this sign-in has then shown it."""
        page = self.get("/account/factors/add/").body.decode()
        shown = re.search(r"[A-Z2-7]{32}", page.replace(" ", ""))
        assert shown, "the key is not on the page"
        answer = self.post("/account/factors/add/", code=totp(shown[0]))
        assert answer.status == 302, answer.body.decode()

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, *pairs: tuple[str, str], **fields: str) -> Answer:
        body = urlencode([*pairs, *fields.items()]).encode()
        return self.ask("POST", path, body, {"Content-Type": FORM})

    def post_file(self, path: str, name: str, content: bytes) -> Answer:
        boundary = secrets.token_hex(16)
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        return self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def begin_upload(self, length: int, **facts: str) -> str:
        """The place to send to."""
        told = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in facts.items())
        answer = self.ask("POST", "/uploads/", b"", {"Upload-Length": str(length), "Upload-Metadata": told})
        assert answer.status == 201, answer.body.decode()
        return answer.place

    def offset_of(self, place: str) -> Answer:
        answer = self.ask("HEAD", place)
        assert answer.status == 200, answer.status
        return answer

    def send(self, place: str, offset: int, content: bytes | Iterator[bytes], length: int = 0) -> Answer:
        size = len(content) if isinstance(content, bytes) else length
        headers = {"Content-Type": BODY, "Upload-Offset": str(offset), "Content-Length": str(size)}
        return self.ask("PATCH", place, content, headers)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | Iterator[bytes] | IO[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Raises OSError or HTTPException: the line broke."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, self._headers() | dict(headers or {}))
            response = connection.getresponse()
            answer = Answer(
                response.status,
                {name.lower(): value for name, value in response.getheaders()},
                response.read(),
            )
            self._keep(response.headers.get_all("Set-Cookie") or [])
            return answer
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        return {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "X-CSRFToken": self._cookies.get("csrftoken", ""),
            "Origin": self.server.address,
        }

    def _keep(self, given: list[str]) -> None:
        for cookie in given:
            if match := re.match(r"([^=;]+)=([^;]*)", cookie):
                self._cookies[match[1]] = match[2]


def slowly(content: bytes, pause: float) -> Iterator[bytes]:
    """As over a line that is not fast, so that something can happen on the way."""
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]
        time.sleep(pause)
