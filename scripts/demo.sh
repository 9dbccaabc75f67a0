#!/bin/sh
# The demo company in a data folder of its own, so that it never meets real customers.
set -eu
[ "$KEDANG_DATA" = ./data ] && KEDANG_DATA=./data/demo
export KEDANG_DATA
.venv/bin/python -m kedang demo load
exec .venv/bin/python -m kedang serve --port "$KEDANG_PORT"
