#!/bin/sh
# Make .venv with the newest Python from 3.11 on that is on the PATH.
set -eu
for name in "${PYTHON:-}" python3.13 python3.12 python3.11 python3 python; do
    [ -n "$name" ] || continue
    if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        found=$name
        break
    fi
done
if [ -z "${found:-}" ]; then
    echo "Kedang needs Python 3.11 or newer with venv on the PATH (Debian: apt install python3 python3-venv)." >&2
    exit 1
fi
"$found" -m venv .venv
touch .venv/.made
