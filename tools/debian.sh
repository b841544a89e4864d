#!/bin/sh
# Install Debian packages where this user may; otherwise name them, in Dutch and English.
# Exit 0: they are there.  Exit 1: they are not, and the message says what to ask for.
set -eu

are_installed() {
    for package; do
        [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || return 1
    done
}

if are_installed "$@"; then
    exit 0
fi

if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    as_root=unavailable
fi

if command -v apt-get >/dev/null && [ "$as_root" != unavailable ]; then
    export DEBIAN_FRONTEND=noninteractive
    # A list may be stale or a mirror away while the package itself can still be had.
    $as_root apt-get update -qq || true
    if $as_root apt-get install -y -qq --no-install-recommends "$@"; then
        exit 0
    fi
fi

cat >&2 <<MESSAGE
Nodig: $*. Vraag de beheerder van deze computer om: sudo apt-get install $*
Needed: $*. Ask the administrator of this computer for: sudo apt-get install $*
MESSAGE
exit 1
