#!/bin/sh
# The demo company in a data folder of its own, so that it never meets real customers.
set -eu
[ "$KEDANG_DATA" = ./data ] && KEDANG_DATA=./data/demo
export KEDANG_DATA
# New passwords at every start, told once: none is kept anywhere, so none can be told again.
.venv/bin/python -m kedang demo load --passwords
exec .venv/bin/python -m kedang serve --port "$KEDANG_PORT"
