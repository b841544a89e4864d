#!/bin/sh
# Make .venv hold what is needed: `setup.sh run` for using the workbench, `setup.sh dev` for testing.
# When nothing changed since the last time, this takes no time and needs no network.
#   PYTHON=/path/to/python3.12   use this Python instead of looking for one
set -eu
cd "$(dirname "$0")/.."
set_wanted=$1

key=$( { pwd; echo "${PYTHON:-}"; cat requirements.lock pyproject.toml tools/setup.sh; } | cksum)

is_done() {
    [ -f ".venv/.setup-$1" ] && [ "$(cat ".venv/.setup-$1")" = "$key" ] && .venv/bin/python -c ''
}

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
        if fits "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    cat >&2 <<MESSAGE
Python 3.11, 3.12 of 3.13 is niet gevonden. Op Debian: sudo apt-get install python3 python3-venv. Of: make PYTHON=/pad/naar/python3.12
Python 3.11, 3.12 or 3.13 was not found. On Debian: sudo apt-get install python3 python3-venv. Or: make PYTHON=/path/to/python3.12
MESSAGE
    return 1
}

make_venv() {
    python=$(find_python)
    # Debian keeps the part that makes environments in a package of its own.
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        sh tools/debian.sh "python$version-venv"
    fi
    rm -rf .venv
    "$python" -m venv .venv
}

wrong_python() {
    [ -n "${PYTHON:-}" ] && [ "$(.venv/bin/python -c "$version_of")" != "$("$PYTHON" -c "$version_of")" ]
}
version_of='import sys; print(sys.version_info[:2])'

if is_done "$set_wanted" || is_done dev; then
    exit 0
fi

if ! fits .venv/bin/python || wrong_python; then
    make_venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.5,<1'

# Compiled now, once: uncompiled, every kernel pays seconds.
install() {
    .venv/bin/python -m uv pip install --python .venv/bin/python --quiet --compile-bytecode "$@"
}

if [ "$set_wanted" = dev ]; then
    install --requirement requirements.lock
    install --no-deps --editable .
else
    install --constraint requirements.lock --editable .
fi
.venv/bin/python -m compileall -q pet_workbench
echo "$key" >".venv/.setup-$set_wanted"
