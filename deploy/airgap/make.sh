#!/bin/sh
# Makes one file that installs a node, or moves it to this release, where there is no internet.
# Usage: deploy/airgap/make.sh PYTHON VENV OUTPUT
# PYTHON  the Python that the target has: its minor version decides which wheels are packed
# VENV    an environment made by `make venv`, for the list of components
# OUTPUT  folder for heliograph-VERSION-PLATFORM.tar.gz and its SHA-256
# SIGNING_KEY in the environment names an Ed25519 key of OpenSSH, kept offline, that signs the list
# of hashes; install.sh checks it against the signers that the target's administrator knows.
set -eu

python=$1
venv=$2
output=$3
cd "$(dirname "$0")/../.."

fail() { # ERROR HINT
    printf 'error: %s\nhint: %s\n' "$1" "$2" >&2
    exit 1
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

version=$("$venv/bin/heliograph" --json version | "$python" -c 'import json, sys; print(json.load(sys.stdin)["version"])')
platform=$("$python" -c 'import sys, sysconfig; print("py%d.%d-%s" % (*sys.version_info[:2], sysconfig.get_platform()))')
name="heliograph-$version-$platform"
bundle="$scratch/$name"
mkdir -p "$bundle/wheels"

# Everything is fetched by hash, and what is published as source only is built here, once: the
# target runs no build.
"$python" -m venv "$scratch/build"
"$scratch/build/bin/python" -m pip install -q --require-hashes -r requirements-build.txt
"$scratch/build/bin/python" -m pip wheel -q --no-build-isolation --no-deps --require-hashes \
    --wheel-dir "$bundle/wheels" -r requirements-build.txt -r requirements.txt
rm -rf build
"$scratch/build/bin/python" -m pip wheel -q --no-build-isolation --no-deps \
    --wheel-dir "$bundle/wheels" .
rm -rf build

cp deploy/airgap/install.sh LICENSE CHANGELOG.md "$bundle/"
cp -R deploy/systemd deploy/config deploy/policy deploy/verify "$bundle/"
cp -R docs "$bundle/docs"
cp deploy/README.md "$bundle/docs/deploy.md"
"$venv/bin/cyclonedx-py" requirements requirements.txt --pyproject pyproject.toml \
    --output-reproducible --output-format JSON --output-file "$bundle/sbom.cdx.json" 2>/dev/null ||
    fail "the list of components cannot be made" "run: make venv"

(cd "$bundle" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | sed 's|^\./||' |
    xargs sha256sum >SHA256SUMS)
if [ -n "${SIGNING_KEY:-}" ]; then
    ssh-keygen -q -Y sign -n heliograph-bundle -f "$SIGNING_KEY" "$bundle/SHA256SUMS" ||
        fail "the bundle cannot be signed" "SIGNING_KEY must name a private key of OpenSSH"
fi

mkdir -p "$output"
tar --sort=name --owner=0 --group=0 --numeric-owner -C "$scratch" -czf "$output/$name.tar.gz" "$name"
(cd "$output" && sha256sum "$name.tar.gz" | tee "$name.tar.gz.sha256")
