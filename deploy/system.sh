#!/bin/sh
# Finds what Heliograph needs of the operating system, and installs it where it may.
# Usage: deploy/system.sh PYTHON [tests]
# Prints nothing when nothing is missing.  Exits 1 with the command to run when it may not install.
# With "tests" it looks for what only tests start, and never fails: they say what they skip.
set -eu

python=${1:-python3}
what=${2:-node}

# sodium    computes the oblivious function (called through ctypes, never linked)
# postgres  is the ledger's other database
#   need       apt-get        dnf                  apk           brew
table='
    sodium     libsodium23    libsodium            libsodium     libsodium
    venv       python3-venv   python3              python3       python@3.13
    postgres   postgresql     postgresql-server    postgresql    postgresql@17
'

fail() { # ERROR HINT
    printf 'error: %s\nhint: %s\n' "$1" "$2" >&2
    exit 1
}

is_new_enough() {
    command -v "$python" >/dev/null 2>&1 &&
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

missing_needs() {
    "missing_for_$what"
}

missing_for_tests() {
    command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ||
        echo postgres
}

missing_for_node() {
    "$python" -c 'import ctypes.util, sys; sys.exit(not ctypes.util.find_library("sodium"))' ||
        echo sodium
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo venv
}

package_manager() {
    for name in apt-get dnf apk brew; do
        if command -v "$name" >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
}

packages() { # MANAGER NEED...
    case $1 in
        apt-get) column=2 ;;
        dnf) column=3 ;;
        apk) column=4 ;;
        brew) column=5 ;;
    esac
    shift
    for need in "$@"; do
        echo "$table" | awk -v need="$need" -v column="$column" '$1 == need { print $column }'
    done | sort -u
}

# Prints the words before the package names; fails where nobody gave the right to install.
install_command() { # MANAGER
    case $1 in
        apt-get) words="apt-get install -y --no-install-recommends" ;;
        dnf) words="dnf install -y" ;;
        apk) words="apk add" ;;
        brew) words="brew install" ;;
    esac
    if [ "$1" = brew ] || [ "$(id -u)" -eq 0 ]; then
        echo "$words"
    elif command -v sudo >/dev/null 2>&1; then
        echo "sudo $words"
        sudo -n true 2>/dev/null
    else
        echo "$words"
        return 1
    fi
}

is_new_enough || fail \
    "Heliograph needs Python 3.11 or newer, and \"$python\" is not that" \
    "name another one, for example: make PYTHON=python3.12 demo"

# Needs and package names have no spaces: they travel as the words of a line, split on purpose.
# shellcheck disable=SC2086
main() {
    missing=$(missing_needs | xargs)
    [ -n "$missing" ] || return 0
    manager=$(package_manager)
    [ -n "$manager" ] || fail "missing from this system: $missing" \
        "install them with the system's package manager, then run make again"
    names=$(packages "$manager" $missing | xargs)
    command=$(install_command "$manager") || fail "missing from this system: $missing" \
        "as an administrator, run: $command $names"
    echo "installing what the system lacks: $names"
    [ "$manager" != apt-get ] || ${command%%apt-get*} apt-get update -q >&2
    $command $names >&2
    missing=$(missing_needs | xargs)
    [ -z "$missing" ] || fail "still missing after installing: $missing" \
        "see deploy/README.md, section \"What the system must have\""
}

if [ "$what" = tests ]; then
    # In a process of its own, so that its failure is this script's to tell.
    (main) || printf 'The tests that need it will be skipped.\n' >&2
else
    main
fi
