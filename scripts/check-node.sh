#!/bin/sh
# The front end is bundled with Node 20 or newer; an installed wheel needs none.
set -eu
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "Kedang's front end is bundled with Node 20 or newer and npm; neither is on the PATH." >&2
    echo "Install it (Debian 13: apt install nodejs npm), or use the wheel, which needs no Node." >&2
    exit 1
fi
major=$(node -p 'process.versions.node.split(".")[0]')
if [ "$major" -lt 20 ]; then
    echo "Kedang's front end needs Node 20 or newer; the PATH has $(node --version)." >&2
    exit 1
fi
