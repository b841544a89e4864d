"""What organisations agree before a run, in a file that all have: who, where, and what for.

    run = "aio spring 2026"
    case = "aio"
    technique = "secret-sharing:pseudonyms"

    [parameters]
    third_party = "CBS"

    [[party]]
    name = "SVB"
    host = "mpc.svb.example"
    port = 7301
    fingerprint = "5f0c..."

    [[party]]
    ...

A digest of it is compared when the parties meet, so that a run in which they were told different
things never begins.  Hosts and ports are left out of it: they may differ per place.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pet_workbench.core import DataError
from pet_workbench.engines.appointment import Address
from pet_workbench.engines.certificates import NAME_LENGTH
from pet_workbench.engines.wire import VERSION

FINGERPRINT_LENGTH = 64
FIELDS = {"run": str, "case": str, "technique": str, "parameters": dict, "party": list}
PARTY_FIELDS = {"name": str, "host": str, "port": int, "fingerprint": str, "data": bool}


@dataclass(frozen=True)
class Agreement:
    """What all parties have in writing.

    Attributes
    ----------
    run : str
        Name of this run, a new one each time.
    case, technique : str
        Keys of what is done.
    parameters : mapping of str to value
        Those that have to be the same everywhere; others are each party's own.
    addresses : mapping of str to (host, port)
        Per party, in the order of the file.
    fingerprints : mapping of str to str
        Of those parties' certificates that are listed.
    owners : tuple of str
        Parties that bring data.
    """

    run: str
    case: str
    technique: str
    parameters: Mapping[str, Any]
    addresses: Mapping[str, Address]
    fingerprints: Mapping[str, str]
    owners: tuple[str, ...]

    @property
    def parties(self) -> tuple[str, ...]:
        """All parties' names."""
        return tuple(self.addresses)

    def digest(self) -> bytes:
        """Return what the parties compare when they meet, 32 bytes."""
        agreed = {
            "protocol": VERSION,
            "run": self.run,
            "case": self.case,
            "technique": self.technique,
            "parameters": dict(self.parameters),
            "parties": [[party, self.fingerprints.get(party, "")] for party in self.parties],
            "owners": self.owners,
        }
        return hashlib.sha256(json.dumps(agreed, sort_keys=True).encode()).digest()


def read_agreement(path: Path) -> Agreement:
    """Read the file and say what is wrong with it.

    Parameters
    ----------
    path : Path
        A TOML file as this module shows.

    Raises
    ------
    DataError
        If it cannot be read, or a field is missing, unknown or not what it should be.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, "file", str(error)) from error
    content.setdefault("parameters", {})
    _check_fields(path, content, FIELDS, required=set(FIELDS))
    addresses, fingerprints, owners = {}, {}, []
    for party in content["party"]:
        if not isinstance(party, dict):
            raise _wrong(path, "party", repr(party))
        _check_fields(path, party, PARTY_FIELDS, required={"name", "host", "port"})
        name = party["name"]
        if not 0 < len(name) <= NAME_LENGTH or not name.isprintable() or name in addresses:
            raise _wrong(path, "name", repr(name))
        if not 0 < party["port"] < 1 << 16:
            raise _wrong(path, "port", repr(party["port"]))
        addresses[name] = (party["host"], party["port"])
        if "fingerprint" in party:
            fingerprints[name] = _fingerprint(path, party["fingerprint"])
        if party.get("data", True):
            owners.append(name)
    if not addresses:
        raise _wrong(path, "party", "none")
    general = {name: content[name] for name in ("run", "case", "technique", "parameters")}
    return Agreement(
        **general, addresses=addresses, fingerprints=fingerprints, owners=tuple(owners)
    )


def _check_fields(
    path: Path, found: Mapping[str, Any], fields: Mapping[str, type], *, required: set[str]
) -> None:
    """Refuse a table of the file with a field too few, too many, or of another type."""
    for name in sorted(required - set(found)):
        raise _wrong(path, name, "nothing")
    for name, value in found.items():
        if name not in fields or type(value) is not fields[name]:
            raise _wrong(path, name, repr(value))


def _fingerprint(path: Path, written: str) -> str:
    """Return a SHA-256 in hexadecimal without colons or spaces."""
    plain = written.replace(":", "").replace(" ", "").lower()
    if len(plain) != FINGERPRINT_LENGTH or not set(plain) <= set("0123456789abcdef"):
        raise _wrong(path, "fingerprint", repr(written))
    return plain


def _wrong(path: Path, field: str, found: str) -> DataError:
    return DataError(
        "errors.agreement",
        "need a list of parties in {path} with a right '{field}', got {found}",
        path=path,
        field=field,
        found=found,
    )
