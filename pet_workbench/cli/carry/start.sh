#!/bin/sh
# Start de PET-werkbank zonder netwerk / starts the PET workbench without a network.
#   sh start.sh                 pagina's zonder code / pages without code
#   sh start.sh lab             JupyterLab
#   sh start.sh app --lang en   English
set -eu

here=$(cd "$(dirname "$0")" && pwd)
home=${PET_WORKBENCH_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/pet-workbench}
mode=${1:-app}
[ $# -eq 0 ] || shift

say() {
    printf '%s\n%s\n' "$1" "$2" >&2
}

find_python() {
    for candidate in ${PYTHON:-} python@PYTHON@ python3 python; do
        found=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        if [ "$found" = "@PYTHON@" ]; then
            command -v "$candidate"
            return
        fi
    done
    say "Python @PYTHON@ is niet gevonden. Deze map is gemaakt voor Python @PYTHON@ op @PLATFORM@. Installeer die, of maak de map opnieuw." \
        "Python @PYTHON@ was not found. This folder was made for Python @PYTHON@ on @PLATFORM@. Install it, or make the folder again."
    exit 2
}

if [ ! -f "$home/installed-@BUILD@" ]; then
    python=$(find_python)
    say "De werkbank wordt klaargezet in $home (eenmalig)..." "Setting the workbench up in $home (once only)..."
    mkdir -p "$home"
    if ! "$python" -m venv --clear "$home/venv" >"$home/install.log" 2>&1; then
        say "Python kan geen eigen omgeving maken. Op Debian: sudo apt-get install python@PYTHON@-venv" \
            "Python cannot make an environment. On Debian: sudo apt-get install python@PYTHON@-venv"
        exit 2
    fi
    if ! "$home/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --no-index --find-links "$here/wheels" pet-workbench >>"$home/install.log" 2>&1; then
        say "De installatie is mislukt. Zie $home/install.log" "The installation failed. See $home/install.log"
        exit 1
    fi
    rm -f "$home"/installed-*
    touch "$home/installed-@BUILD@"
fi

exec "$home/venv/bin/pet-workbench" "$mode" "$@"
