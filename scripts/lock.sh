#!/bin/sh
# Locks with hashes and without hosts: the same files work with any mirror.
set -eu
lock() {
    .venv/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header \
        --python-version 3.11 --quiet --extra ocr "$@"
}
lock --output-file requirements.txt
lock --group dev --output-file requirements-dev.txt

# npm notes where to send money; those addresses are hosts too.
node -e '
const fs = require("fs"), path = "frontend/package-lock.json"
const lock = JSON.parse(fs.readFileSync(path, "utf8"))
for (const entry of Object.values(lock.packages)) delete entry.funding
fs.writeFileSync(path, JSON.stringify(lock, null, 2) + "\n")
'
