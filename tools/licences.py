"""List the licence of everything that is needed at run time; refuse what would bind our users.

Read from the metadata of the installed packages, transitively from pet-workbench itself.  A licence
stands in one of three fields, the newest first: ``License-Expression`` (SPDX, PEP 639), ``License``
(free text) and the ``License ::`` classifiers.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OURS = "pet-workbench"

# Never at run time, whatever the reason: they would bind whoever passes the workbench on.
REFUSED = re.compile(r"\bA?GPL|\bGNU (Affero )?General Public|\bSSPL|\bnon-?commercial", re.I)
WEAK = re.compile(r"\bMPL|Mozilla Public|\bLGPL|Lesser General Public|\bEPL\b|\bEUPL\b", re.I)
FREE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|PSFL|Python Software Foundation|Zlib|CC0|Unlicense|HPND)", re.I
)

WEAK_REASONS = {
    "certifi": "MPL-2.0 holds per file, and we change none of its files",
    "fqdn": "MPL-2.0 holds per file, and we change none of its files",
    "tqdm": "MPL-2.0 holds per file, and we change none of its files",
}

# For packages whose metadata are silent or unclear: what their own licence file says.
STATED: dict[str, str] = {}


@dataclass(frozen=True)
class Licence:
    """What one installed package says about itself."""

    name: str
    version: str
    text: str


def needed(root: str = OURS) -> Iterator[metadata.Distribution]:
    """Yield everything `root` needs on this machine, with the extras that are asked for."""
    waiting, seen = [(root, frozenset[str]())], set()
    while waiting:
        name, extras = waiting.pop()
        if (canonicalize_name(name), extras) in seen:
            continue
        seen.add((canonicalize_name(name), extras))
        distribution = metadata.distribution(name)
        yield distribution
        for line in distribution.requires or ():
            requirement = Requirement(line)
            wanted = [{"extra": extra} for extra in ("", *extras)]
            if requirement.marker is None or any(map(requirement.marker.evaluate, wanted)):
                waiting.append((requirement.name, frozenset(requirement.extras)))


def licence_of(distribution: metadata.Distribution) -> Licence:
    """Return the licence a package states, in its most exact form."""
    fields = distribution.metadata
    name = canonicalize_name(fields["Name"])
    classifiers = [
        line.rpartition("::")[2].strip()
        for line in fields.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    # Some put the whole licence text in this field: its first line says enough.
    free_text = (fields.get("License") or "").strip().partition("\n")[0]
    stated = STATED.get(name) or fields.get("License-Expression") or ""
    text = stated or ", ".join(classifiers) or free_text
    return Licence(name, distribution.version, text)


def judge(licence: Licence, reasons: Mapping[str, str] = WEAK_REASONS) -> str:
    """Return what is wrong with a licence, or an empty string.

    Examples
    --------
    >>> judge(Licence("good", "1", "MIT"))
    ''
    >>> judge(Licence("bad", "1", "GNU General Public License v3 (GPLv3)"))
    'bad 1: need a licence without GPL or AGPL, got GNU General Public License v3 (GPLv3)'
    >>> judge(Licence("weak", "1", "LGPL-3.0-only"), {"weak": "linked, not changed"})
    ''
    """
    label = f"{licence.name} {licence.version}"
    alternatives = re.split(r"\bOR\b", licence.text)
    if all(map(REFUSED.search, alternatives)):
        return f"{label}: need a licence without GPL or AGPL, got {licence.text}"
    if WEAK.search(licence.text):
        weak = "need a named reason in WEAK_REASONS"
        return "" if licence.name in reasons else f"{label}: {weak}, got {licence.text}"
    if not FREE.search(licence.text):
        return f"{label}: need a known free licence, got {licence.text or 'nothing'}"
    return ""


def main(root: str = OURS) -> int:
    """Print the list and every problem; return 1 if there is one."""
    packages = {canonicalize_name(found.metadata["Name"]): found for found in needed(root)}
    licences = [licence_of(packages[name]) for name in sorted(packages) if name != OURS]
    for licence in licences:
        reason = WEAK_REASONS.get(licence.name, "")
        print(f"{licence.name:26} {licence.version:14} {licence.text:32} {reason}".rstrip())
    problems = list(filter(None, map(judge, licences)))
    for problem in problems:
        print(f"licences: {problem}", file=sys.stderr)
    print(f"{len(licences)} packages, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
