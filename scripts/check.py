"""`make check`: every static check, all of them even when one fails, and one summary."""

import shutil
import subprocess
import sys
from pathlib import Path

from scripts import locks

BIN = Path(sys.executable).parent
CHECKS: dict[str, list[str]] = {
    "ruff": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "--quiet", "."],
    "mypy --strict": ["mypy", "--no-error-summary"],
    "import-linter": ["lint-imports", "--no-logo"],
    "djlint": ["djlint", "kedang", "--lint", "--quiet"],
}


def main() -> int:
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    failed += ["locks"] if _report_locks() else []
    print("check: " + (f"FAILED: {', '.join(failed)}" if failed else "all passed"), flush=True)
    return bool(failed)


def _passes(name: str, command: list[str]) -> bool:
    program = shutil.which(command[0], path=str(BIN)) or command[0]
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def _report_locks() -> bool:
    problems = locks.problems(Path.cwd())
    print(f"{'FAIL' if problems else 'ok  '} locks", *problems, sep="\n  ", flush=True)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
