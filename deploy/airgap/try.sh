#!/bin/sh
# Tries a bundle as a target would: altered, unsigned, signed, installed without network, run, back.
# Usage: deploy/airgap/try.sh BUNDLE.tar.gz
set -eu

bundle=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tar -C "$scratch" -xzf "$bundle"
here=$(echo "$scratch"/heliograph-*)
prefix="$scratch/prefix"
cd "$here"

fail() {
    printf 'error: %s\n' "$1" >&2
    exit 1
}

# A namespace without any interface, where the system lets us make one.
alone="unshare -n"
$alone true 2>/dev/null || alone="unshare -rn"
$alone true 2>/dev/null || { echo "no network namespace here: the network stays on"; alone=; }

refuses() { # WHY COMMAND...
    why=$1
    shift
    if "$@" >"$scratch/said" 2>&1; then fail "a bundle was accepted: $why"; fi
    grep -q '^hint: ' "$scratch/said" || fail "no hint: $why"
    [ ! -e "$prefix/current" ] || fail "something was installed: $why"
    echo "refused: $why"
}

echo >>LICENSE
refuses "a file was altered" ./install.sh --prefix "$prefix"
sed -i '$ d' LICENSE
echo extra >extra
refuses "a file was added" ./install.sh --prefix "$prefix"
rm extra

ssh-keygen -q -t ed25519 -N "" -C release -f "$scratch/key"
echo "release $(cut -d' ' -f1,2 "$scratch/key.pub")" >"$scratch/signers"
refuses "nobody signed it" ./install.sh --prefix "$prefix" --signers "$scratch/signers"
ssh-keygen -q -Y sign -n heliograph-bundle -f "$scratch/key" SHA256SUMS

# shellcheck disable=SC2086
$alone ./install.sh --prefix "$prefix" --signers "$scratch/signers"

# A second release beside the first, and the way back.
second="$scratch/heliograph-next"
cp -R "$here" "$second"
(cd "$second" && ./install.sh --prefix "$prefix" --signers "$scratch/signers" >/dev/null)
[ "$(readlink "$prefix/current")" = heliograph-next ] || fail "the second release is not in use"
./install.sh --back --prefix "$prefix"
[ "$(readlink "$prefix/current")" = "$(basename "$here")" ] || fail "the first release is not back"

# Does it run there?
head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$scratch/passphrase"
export HELIOGRAPH_PASSPHRASE_FILE="$scratch/passphrase" HELIOGRAPH_NODE="$scratch/node"
heliograph="$prefix/current/bin/heliograph"
$heliograph init --id try-xx --name Try --country ES --kind customs --address 127.0.0.1:7499 \
    --contact-desk Desk --contact-channel SIENA --contact-address TRY >/dev/null
$heliograph sample "$scratch/sample" --records 50 >/dev/null
echo "the bundle installs, runs and goes back without a network"
