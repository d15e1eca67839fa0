#!/bin/sh
# Installs this bundle, or moves an installation to its release, without any network.
# Usage: ./install.sh [--signers FILE] [--python PYTHON] [--prefix FOLDER]
#        ./install.sh --back [--prefix FOLDER]
# --signers  allowed_signers file of OpenSSH (ssh-keygen(1), ALLOWED SIGNERS) with the keys that may
#            sign a bundle; without it the hash of the list is shown, to be compared by telephone
# --prefix   where releases live side by side; the command is FOLDER/current/bin/heliograph
# --back     takes the release that was in use before
# A running node is not touched: restart it afterwards, as the last line says.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
python=python3
prefix=/usr/local/lib/heliograph
signers=
back=

fail() { # ERROR HINT
    printf 'error: %s\nhint: %s\n' "$1" "$2" >&2
    exit 1
}

while [ $# -gt 0 ]; do
    case $1 in
        --signers) signers=$2; shift ;;
        --python) python=$2; shift ;;
        --prefix) prefix=$2; shift ;;
        --back) back=yes ;;
        *) fail "unknown word: $1" "see the first lines of $0" ;;
    esac
    shift
done

switch() { # RELEASE
    # A rename is the only step that changes what runs: there is no moment without a release.
    ln -sfn "$1" "$prefix/.next"
    mv -T "$prefix/.next" "$prefix/current"
}

if [ -n "$back" ]; then
    previous=$(cat "$prefix/previous" 2>/dev/null) ||
        fail "there is no release to go back to" "the first one can only be replaced"
    now=$(readlink "$prefix/current")
    switch "$previous"
    echo "$now" >"$prefix/previous"
    echo "in use: $("$prefix/current/bin/heliograph" version); restart the node: systemctl restart heliograph"
    exit 0
fi

# 1. Is it what was packed?
cd "$here"
sha256sum --quiet --strict -c SHA256SUMS ||
    fail "the bundle is not what was packed" "copy it again; if that does not help, do not use it"
if [ -n "$(find . -type f ! -name 'SHA256SUMS*' | sed 's|^\./||' | while read -r file; do
    grep -q "  $file\$" SHA256SUMS || echo "$file"
done)" ]; then
    fail "the bundle holds files that its list does not name" "do not use it"
fi
if [ -n "$signers" ]; then
    signer=$(ssh-keygen -Y find-principals -s SHA256SUMS.sig -f "$signers" 2>/dev/null | head -n 1)
    [ -n "$signer" ] && ssh-keygen -q -Y verify -n heliograph-bundle -s SHA256SUMS.sig \
        -I "$signer" -f "$signers" <SHA256SUMS >/dev/null ||
        fail "nobody in $signers has signed this bundle" "ask for a signed one; do not use it"
    echo "signed by $signer"
else
    echo "compare by telephone: $(sha256sum SHA256SUMS | cut -c1-64)"
fi

# 2. Can it run here?
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    fail "Python 3.11 or newer is needed, and \"$python\" is not that" "name another: --python python3.12"
"$python" -c 'import ctypes.util, sys; sys.exit(not ctypes.util.find_library("sodium"))' ||
    fail "libsodium is missing from this system" "install it from your mirror: libsodium23 (Debian), libsodium (Fedora, Alpine)"

# 3. Beside what is there, then in its place.
release=$(basename "$here")
[ "$(readlink "$prefix/current" 2>/dev/null)" != "$release" ] ||
    fail "this release is in use already" "remove $prefix/current to install it again"
rm -rf "${prefix:?}/$release"
mkdir -p "$prefix"
"$python" -m venv --without-pip "$prefix/$release"
# pip runs from its own wheel, and nothing is looked for outside this folder.
"$prefix/$release/bin/python" "$(echo wheels/pip-*.whl)/pip" install -q --no-index --no-deps \
    --no-warn-script-location --disable-pip-version-check wheels/*.whl ||
    fail "the wheels do not fit this system" "the bundle is for $release: choose that of your Python and processor"
"$prefix/$release/bin/python" -m compileall -q "$prefix/$release/lib" || true
"$prefix/$release/bin/heliograph" version >/dev/null ||
    fail "the release does not start here" "nothing was changed: the former release is still in use"
former=$(readlink "$prefix/current" 2>/dev/null) || former=
switch "$release"
[ -z "$former" ] || echo "$former" >"$prefix/previous"
echo "in use: $("$prefix/current/bin/heliograph" version); back with: $0 --back"
echo "a node that runs: back up first (heliograph key backup), then systemctl restart heliograph"
