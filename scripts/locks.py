"""Do the lock files name no host, carry hashes, and hold what pyproject.toml and package.json ask for?"""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_HOST = re.compile(r'https?://|file:|"resolved"')
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?==(?P<version>[^\s;\\]+)", re.MULTILINE)


def problems(root: Path) -> list[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["ocr"]
    found = _python(root / "requirements.txt", wanted)
    found += _python(root / "requirements-dev.txt", wanted + project["dependency-groups"]["dev"])
    return found + _node(root / "frontend")


def _python(lock: Path, wanted: list[str]) -> list[str]:
    text = lock.read_text()
    pins = {canonicalize_name(pin["name"]): pin["version"] for pin in _PIN.finditer(text)}
    found = _hosts(lock)
    for line in wanted:
        requirement = Requirement(line)
        version = pins.get(canonicalize_name(requirement.name))
        if version is None or version not in requirement.specifier:
            found.append(f"{lock.name}: {line} is locked at {version}; run `make locks`")
    found += [f"{lock.name}: {name} has no hash" for name in _without_hash(text)]
    asked = {canonicalize_name(Requirement(line).name) for line in wanted}
    return found + [f"{lock.name}: {name} is asked for by nobody" for name in sorted(_direct(text) - asked)]


def _hosts(lock: Path) -> list[str]:
    lines = lock.read_text().splitlines()
    return [
        f"{lock.name}:{number}: names a host: {line.strip()}"
        for number, line in enumerate(lines, 1)
        if _HOST.search(line)
    ]


def _entries(text: str) -> list[tuple[str, str]]:
    """Each pinned package with the lines below it (hashes, who asked)."""
    pins = list(_PIN.finditer(text))
    ends = [pin.start() for pin in pins[1:]] + [len(text)]
    return [
        (canonicalize_name(pin["name"]), text[pin.start() : end]) for pin, end in zip(pins, ends, strict=True)
    ]


def _without_hash(text: str) -> list[str]:
    return [name for name, entry in _entries(text) if "--hash=sha256:" not in entry]


def _direct(text: str) -> set[str]:
    """Packages that the lock says were asked for by the project itself."""
    return {name for name, entry in _entries(text) if re.search(r"# +(via )?kedang( \(|:)", entry)}


def _node(frontend: Path) -> list[str]:
    lock = frontend / "package-lock.json"
    asked: dict[str, Any] = json.loads((frontend / "package.json").read_text())
    locked: dict[str, Any] = json.loads(lock.read_text())["packages"]
    found = _hosts(lock)
    for kind in ("dependencies", "devDependencies"):
        if asked.get(kind, {}) != locked[""].get(kind, {}):
            found.append(f"{lock.name}: {kind} differ from package.json; run `npm install` in frontend/")
    bare = [name for name, entry in locked.items() if name and "integrity" not in entry]
    return found + [f"{lock.name}: {name} has no integrity hash" for name in bare]
