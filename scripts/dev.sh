#!/bin/sh
# Server with DEBUG and reload; the front end is bundled again when a file changes.
set -eu
(cd frontend && exec node build.mjs --watch) </dev/null &
watcher=$!
trap 'kill "$watcher" 2>/dev/null || true' EXIT INT TERM
KEDANG_DEBUG=1 .venv/bin/python -m kedang serve --port "$KEDANG_PORT" --reload
