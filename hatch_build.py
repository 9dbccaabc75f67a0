"""Hatchling's hook: the wheel carries the bundled front end and the compiled catalogues.

Node is asked for only when the bundle is absent, as in a checkout; an sdist brings it along.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface[BuilderConfig]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if version == "editable":
            return
        if not (root / "kedang/static/dist/manifest.json").exists():
            self._bundle(root / "frontend")
        sys.path.insert(0, str(root))
        from scripts.catalogue import compile_all

        compile_all(root / "kedang")

    def _bundle(self, frontend: Path) -> None:
        self.app.display_info("bundling the front end (needs Node 20 or newer)")
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=frontend, check=True)
        subprocess.run(["node", "build.mjs"], cwd=frontend, check=True)
