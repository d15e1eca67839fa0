#!/bin/sh
# Finds what Heliograph needs of the operating system, and installs it where it may:
#   libsodium       computes the oblivious function (called through ctypes, never linked)
#   ICU, C++, headers   build PyICU, the one dependency that is published as source only
#   venv            makes the Python environment
# Usage: deploy/system.sh PYTHON   (any Python from 3.11)
# Prints nothing when nothing is missing.  Exits 1 with the command to run when it may not install.
set -eu

python=${1:-python3}

have_python() {
    command -v "$python" >/dev/null 2>&1 &&
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# Each need is a word; the tables below turn the words into packages.
needs() {
    "$python" -c 'import ctypes.util as u, sys; sys.exit(not u.find_library("sodium"))' ||
        echo sodium
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo venv
    # An environment that has PyICU already needs no compiler.
    if ! "${VENV:-.venv}/bin/python" -c 'import icu' 2>/dev/null; then
        command -v pkg-config >/dev/null 2>&1 || echo pkgconfig
        pkg-config --exists icu-i18n 2>/dev/null || echo icu
        command -v c++ >/dev/null 2>&1 || command -v g++ >/dev/null 2>&1 || echo compiler
        "$python" -c 'import os, sys, sysconfig as s
sys.exit(not os.path.exists(os.path.join(s.get_path("include"), "Python.h")))' || echo headers
    fi
}

debian_package() {
    case $1 in
        sodium) echo libsodium23 ;;
        icu) echo libicu-dev ;;
        pkgconfig) echo pkg-config ;;
        compiler) echo g++ ;;
        headers) echo python3-dev ;;
        venv) echo python3-venv ;;
    esac
}

fedora_package() {
    case $1 in
        sodium) echo libsodium ;;
        icu) echo libicu-devel ;;
        pkgconfig) echo pkgconf-pkg-config ;;
        compiler) echo gcc-c++ ;;
        headers) echo python3-devel ;;
        venv) echo python3 ;;
    esac
}

alpine_package() {
    case $1 in
        sodium) echo libsodium ;;
        icu) echo icu-dev ;;
        pkgconfig) echo pkgconf ;;
        compiler) echo g++ ;;
        headers) echo python3-dev ;;
        venv) echo python3 ;;
    esac
}

homebrew_package() {
    case $1 in
        sodium) echo libsodium ;;
        icu) echo icu4c ;;
        pkgconfig) echo pkgconf ;;
        compiler) echo llvm ;;
        headers | venv) echo python@3.13 ;;
    esac
}

manager() {
    for name in apt-get dnf apk brew; do
        if command -v "$name" >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
}

packages() { # MANAGER NEED...
    case $1 in
        apt-get) table=debian_package ;;
        dnf) table=fedora_package ;;
        apk) table=alpine_package ;;
        brew) table=homebrew_package ;;
    esac
    shift
    for need in "$@"; do "$table" "$need"; done | sort -u | tr '\n' ' '
}

install_command() { # MANAGER PACKAGE...
    name=$1
    shift
    case $name in
        apt-get) echo "apt-get install -y --no-install-recommends $*" ;;
        dnf) echo "dnf install -y $*" ;;
        apk) echo "apk add $*" ;;
        brew) echo "brew install $*" ;;
    esac
}

# Prints the word that must stand before the command, and fails where nobody gave the right.
rights() { # MANAGER
    if [ "$1" = brew ] || [ "$(id -u)" -eq 0 ]; then
        echo ""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        echo sudo
    else
        return 1
    fi
}

if ! have_python; then
    echo "error: Heliograph needs Python 3.11 or newer, and \"$python\" is not that." >&2
    echo "hint: name another one, for example: make PYTHON=python3.12 demo" >&2
    exit 1
fi

missing=$(needs)
[ -n "$missing" ] || exit 0
missing_line=$(echo $missing)
name=$(manager)
if [ -z "$name" ]; then
    echo "error: missing from this system: $missing_line" >&2
    echo "hint: install them with the system's package manager, then run make again." >&2
    exit 1
fi
# The words carry no spaces, so splitting them is what is wanted here.
command=$(install_command "$name" $(packages "$name" $missing))
if ! prefix=$(rights "$name"); then
    echo "error: missing from this system: $missing_line" >&2
    echo "hint: sudo $command" >&2
    exit 1
fi
echo "installing what the system lacks: $missing_line"
if [ "$name" = apt-get ]; then
    $prefix apt-get update -q >&2
    $prefix env DEBIAN_FRONTEND=noninteractive $command >&2
else
    $prefix $command >&2
fi
missing=$(needs)
if [ -n "$missing" ]; then
    echo "error: still missing after installing: $(echo $missing)" >&2
    echo "hint: see deploy/README.md, section \"What the system must have\"." >&2
    exit 1
fi
