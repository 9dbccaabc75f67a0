import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kedang import __version__, cli
from kedang.core import terminal
from kedang.core.errors import NotFound

ROOT = Path(__file__).parents[3]


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "kedang", *arguments],
        cwd=ROOT,
        env=os.environ | {"LANG": "C.UTF-8", "LC_ALL": ""} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def commands() -> dict[str, object]:
    (subparsers,) = cli.build_parser()._subparsers._group_actions  # type: ignore[union-attr]  # argparse keeps them so
    return dict(subparsers.choices)  # type: ignore[arg-type]  # a mapping of names to parsers


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    assert f"usage: kedang {name}" in capsys.readouterr().out


def test_the_promised_commands_are_there() -> None:
    assert {"serve", "worker", "migrate", "setup", "user", "doctor", "keys"} <= set(commands())


def test_without_a_command_the_list_is_shown_and_the_code_says_wrong_use(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main([]) == 2
    assert "serve" in capsys.readouterr().out


def test_help_is_in_the_language_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert "升级" not in cli.build_parser().format_help()
    assert "databases" in cli.build_parser().format_help()
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "升级两个数据库的结构" in cli.build_parser().format_help()


def test_help_neither_loads_django_nor_makes_a_data_folder(tmp_path: Path) -> None:
    done = run("--help", KEDANG_DATA=str(tmp_path / "data"))
    assert done.returncode == 0
    assert not (tmp_path / "data").exists()
    loaded = "import sys; from kedang import cli; cli.build_parser(); print('django.conf' in sys.modules)"
    shown = subprocess.run(
        [sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "False"


def test_a_domain_error_becomes_its_text_and_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_options: object) -> int:
        raise NotFound("没有这个人员", remedy="请检查邮箱。")

    monkeypatch.setattr("kedang.operations.cli.migrate_databases", fail)
    assert cli.main(["migrate"]) == 1
    assert capsys.readouterr().err == "没有这个人员。请检查邮箱。\n"


def test_an_interrupted_command_says_so_by_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("kedang.operations.cli.migrate_databases", interrupted)
    assert cli.main(["migrate"]) == 130


def test_the_version_is_the_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == __version__


def test_a_text_without_english_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert terminal.said("一句没有翻译的话") == "一句没有翻译的话"  # i18n: not for people
