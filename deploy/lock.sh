#!/bin/sh
# Writes requirements*.txt: one pinned version with the hashes of all its files, for every
# platform and every Python from 3.11, and no download address.
# Usage: deploy/lock.sh UV [--upgrade]
# What is pinned stays pinned, and only what pyproject.toml asks for anew is chosen;
# --upgrade chooses the newest allowed version of everything.
set -eu

uv=$1
upgrade=${2:-}
cd "$(dirname "$0")/.."

# Left out: what only the Python half of rigour asks for, of which matching/normalise/tables.py
# imports the compiled half alone. normality would bring ICU, which has to be compiled and spells
# names differently from one system to the next. pip installs the lists with --no-deps, or it would
# miss these.
excluded=$(mktemp)
trap 'rm -f "$excluded"' EXIT
cat >"$excluded" <<'LIST'
normality
orjson
prefixdate
pyyaml
LIST

compile() { # OUTPUT ARGUMENT...
    output=$1
    shift
    "$uv" pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --strip-extras --excludes "$excluded" \
        --custom-compile-command "make lock" --output-file "$output" "$@"
}

# pip belongs to the build: the one a Python brings may be too old to know what wheels say.
printf '%s\n' pip 'setuptools>=77' | compile requirements-build.txt $upgrade --allow-unsafe -
compile requirements.txt $upgrade pyproject.toml
# The tools bend to the versions the product runs with, never the other way round.
compile requirements-dev.txt $upgrade --constraint requirements.txt --extra dev pyproject.toml
