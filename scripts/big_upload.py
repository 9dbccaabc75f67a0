"""A very large file over a line that breaks and a server that is killed: `python -m scripts.big_upload [GiB]`.

Sends random bytes to a `kedang serve` of its own by tus, breaks the line several times and kills the server once,
then downloads the file. Prints the speed, the most memory the server took, and whether both sums agree.
"""

from __future__ import annotations

import hashlib
import http.client
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

import e2e.sender
from e2e.office import PASSWORD
from e2e.sender import Sender
from e2e.server import Server

EMAIL = "founder@huaxin.example"
PIECE = 2**20
BREAKS = (0.07, 0.21, 0.43, 0.66, 0.9)
KILL = 0.55


class Content:
    """Random bytes that need no room: any part can be made again."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._bytes = random.Random(9).randbytes(PIECE)

    def piece(self, number: int) -> bytes:
        start = number * PIECE
        head = number.to_bytes(8, "big") * 2
        return (head + self._bytes[16:])[: self.size - start]

    def since(self, offset: int, stop: int) -> Iterator[bytes]:
        """From `offset`; past `stop` the line breaks."""
        while offset < self.size:
            if offset >= stop:
                raise ConnectionAbortedError("cut")
            number, inside = divmod(offset, PIECE)
            piece = self.piece(number)[inside:]
            offset += len(piece)
            yield piece

    def sum(self) -> str:
        digest = hashlib.sha256()
        for piece in self.since(0, self.size):
            digest.update(piece)
        return digest.hexdigest()


class Memory(threading.Thread):
    """The most the server's processes held together (PSS), looked at twice a second."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self._server = server
        self.most = 0
        self.first = 0

    def run(self) -> None:
        while True:
            with suppress(psutil.Error, AttributeError):
                process = psutil.Process(self._server._process.pid)  # type: ignore[union-attr]  # None while it is restarted
                family = [process, *process.children(recursive=True)]
                held = sum(each.memory_full_info().pss for each in family)
                self.first = self.first or held
                self.most = max(self.most, held)
            time.sleep(0.5)


def main(size: int) -> int:
    with tempfile.TemporaryDirectory(prefix="kedang-upload-") as folder:
        server = Server(Path(folder) / "data")
        given = PASSWORD + "\n"
        server.command("setup", "--org", "华信", "--admin", EMAIL, "--password-stdin", given=given)
        server.start()
        try:
            return upload(server, Content(size))
        finally:
            server.stop()


def upload(server: Server, content: Content) -> int:
    e2e.sender.PATIENCE = 600  # the last answer comes when all of it is filed
    sender = Sender(server)
    sender.sign_in(EMAIL)
    sender.enrol()
    customer = new_customer(sender)
    memory = Memory(server)
    memory.start()
    time.sleep(1)
    place = sender.begin_upload(content.size, filename="录像.bin", customer=customer)
    began = time.monotonic()
    sent_again = 0
    stops = sorted([*BREAKS, KILL])
    for part in stops:
        at = sender.offset_of(place).offset
        stop = int(content.size * part)
        with suppress(OSError, http.client.HTTPException):
            sender.send(place, at, content.since(at, stop), content.size - at)
        if part == KILL:
            server.kill()
            server.start()
        resumed = settled(sender, place)
        sent_again += max(0, stop - resumed)
        print(f"cut at {stop / 2**20:,.0f} MiB, goes on at {resumed / 2**20:,.0f} MiB", flush=True)
    at = sender.offset_of(place).offset
    arrived = time.monotonic()
    last = sender.send(place, at, content.since(at, content.size), content.size - at)
    seconds = time.monotonic() - began
    print(
        f"uploaded {content.size / 2**20:,.0f} MiB in {seconds:.0f} s: {content.size / 2**20 / seconds:.0f} MB/s"
    )
    print(
        f"the last request, with filing: {time.monotonic() - arrived:.0f} s; sent twice: {sent_again / 2**20:,.0f} MiB"
    )
    began = time.monotonic()
    received = download(sender, f"{last.place}file/")
    seconds = time.monotonic() - began
    print(f"downloaded in {seconds:.0f} s: {content.size / 2**20 / seconds:.0f} MB/s")
    print(
        f"memory (PSS of all processes): {memory.first / 2**20:.0f} MB idle, {memory.most / 2**20:.0f} MB at most"
    )
    print("sha256 equal" if received == content.sum() else "sha256 DIFFERENT")
    return 0 if received == content.sum() else 1


def settled(sender: Sender, place: str) -> int:
    """Once the request that lost its line has put away what it had."""
    before = -1
    while (now := sender.offset_of(place).offset) != before:
        before = now
        time.sleep(1)
    return now


def download(sender: Sender, path: str) -> str:
    digest = hashlib.sha256()
    connection = http.client.HTTPConnection("127.0.0.1", sender.server.port, timeout=120)
    connection.request("GET", path, headers=sender._headers())
    response = connection.getresponse()
    assert response.status == 200, response.status
    while piece := response.read(PIECE):
        digest.update(piece)
    connection.close()
    return digest.hexdigest()


def new_customer(sender: Sender) -> str:
    """Through the list import, as the crash tests do it."""
    from e2e.crashing import new_customer as made

    return made(sender, "上传公司", "13700000001")


if __name__ == "__main__":
    sys.exit(main(int(float(sys.argv[1] if len(sys.argv) > 1 else "2") * 2**30)))
