#!/bin/sh
# Finds what Heliograph needs of the operating system, and installs it where it may.
# Usage: deploy/system.sh PYTHON [papers|tests]
# Prints nothing when nothing is missing.  Exits 1 with the command to run when it may not install.
# With "papers" it looks for what PDF needs, with "tests" for what only tests start; neither fails:
# a node without Pango writes text and DOCX, and tests say what they skip.
set -eu

python=${1:-python3}
what=${2:-node}

# sodium    computes the oblivious function (called through ctypes, never linked)
# pango     sets the type of PDF files, with fonts for the scripts that names are written in
# postgres  is the ledger's other database
# chromium  is the browser in which the console is tested
#   need       apt-get        dnf                  apk           brew
table='
    sodium     libsodium23    libsodium            libsodium     libsodium
    venv       python3-venv   python3              python3       python@3.13
    pango      libpango-1.0-0 pango                pango         pango
    pangoft    libpangoft2-1.0-0 pango             pango         pango
    subset     libharfbuzz-subset0 harfbuzz        harfbuzz      harfbuzz
    latin      fonts-noto-core google-noto-sans-fonts font-noto  font-noto-sans
    mono       fonts-noto-mono google-noto-sans-mono-fonts font-noto font-noto-sans-mono
    han        fonts-droid-fallback google-noto-sans-cjk-fonts font-noto-cjk font-noto-sans-cjk
    postgres   postgresql     postgresql-server    postgresql    postgresql@17
    chromium   chromium       chromium             chromium      chromium
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

missing_for_papers() {
    "$python" - <<'CODE'
import ctypes.util
import pathlib

home = pathlib.Path.home()
libraries = {"pango": "pango-1.0", "pangoft": "pangoft2-1.0", "subset": "harfbuzz-subset"}
print(*(need for need, name in libraries.items() if not ctypes.util.find_library(name)), sep="\n")
folders = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts")
fonts = " ".join(
    path.name
    for folder in map(pathlib.Path, (*folders, home / ".local/share/fonts", home / "Library/Fonts"))
    if folder.is_dir()
    for path in folder.rglob("*.[to]t[fc]")
)
wanted = {
    "latin": ("NotoSans-", "NotoSans["),
    "mono": ("NotoSansMono", "NotoMono", "DejaVuSansMono"),
    "han": ("CJK", "DroidSansFallback", "wqy"),
}
print(*(need for need, names in wanted.items() if not any(n in fonts for n in names)), sep="\n")
CODE
}

missing_for_tests() {
    command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 ||
        echo postgres
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        command -v google-chrome >/dev/null 2>&1 || echo chromium
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

# In a process of its own, so that its failure is this script's to tell.
case $what in
    tests) (main) || printf 'The tests that need it will be skipped.\n' >&2 ;;
    papers) (main) || printf 'Without it no PDF is written; text and DOCX are.\n' >&2 ;;
    *) main ;;
esac
