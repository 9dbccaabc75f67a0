"""The wheel carries all it needs and runs where there is no Node."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from architecture.source import PACKAGE, ROOT

pytestmark = [pytest.mark.packaging, pytest.mark.xdist_group("packaging")]
BUNDLE = PACKAGE / "static" / "dist"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the sdist, as an index would serve it, with a PATH that has no Node."""
    assert (BUNDLE / "manifest.json").exists(), "the bundle is absent: run `make build`"
    out = tmp_path_factory.mktemp("dist")
    _build(ROOT, out, "sdist")
    (sdist,) = out.glob("*.tar.gz")
    shutil.unpack_archive(sdist, out, filter="data")
    _build(out / sdist.name.removesuffix(".tar.gz"), out, "wheel")
    (built,) = out.glob("*.whl")
    return built


def _build(source: Path, out: Path, target: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", out],
        cwd=source,
        env={"PATH": str(Path(sys.executable).parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_holds_templates_catalogues_bundle_and_data_but_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        path.relative_to(ROOT).as_posix()
        for pattern in ("**/templates/**/*.*", "static/dist/**/*.*", "**/data/**/*.*", "**/migrations/*.py")
        for path in PACKAGE.glob(pattern)
        if path.is_file() and "__pycache__" not in path.parts and "tests" not in path.parts
    }
    expected |= {
        path.with_suffix(".mo").relative_to(ROOT).as_posix() for path in PACKAGE.glob("**/locale/**/*.po")
    }
    assert sorted(expected - names) == []
    assert [name for name in names if "/tests/" in name or name.endswith("test_settings.py")] == []


def test_the_installed_wheel_runs(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "clean"
    venv.create(environment, with_pip=False, symlinks=True)
    purelib = Path(
        sysconfig.get_path("purelib", vars={"base": str(environment), "platbase": str(environment)})
    )
    # The dependencies are those of this environment, to save the time of installing them anew.
    (purelib / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python")]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", wheel], check=True, capture_output=True)
    done = subprocess.run(
        [environment / "bin" / "kedang", "--help"],
        cwd=tmp_path,
        env={"PATH": os.defpath, "KEDANG_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "serve" in done.stdout
