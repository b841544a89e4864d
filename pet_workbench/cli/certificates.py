"""``pet-workbench certificates``: keys and certificates for parties on several machines.

In earnest: the authority runs ``authority`` once; each organisation runs ``request`` on its own
machine and sends the request; the authority runs ``sign`` and sends the certificate back.  ``all``
does everything in one place, for practice.
"""

import argparse
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pet_workbench.cli import Words
    from pet_workbench.engines.certificates import Authority


def register(commands: "argparse._SubParsersAction[ArgumentParser]", words: "Words") -> None:
    """Add ``certificates`` and its steps."""
    about = words("cli.certificates")
    parser = commands.add_parser("certificates", help=about, description=about, allow_abbrev=False)
    from pet_workbench.cli import LANGUAGES

    steps = parser.add_subparsers(metavar=words("cli.certificates.what"), required=True)
    for name, step in (
        ("all", _all),
        ("authority", _authority),
        ("request", _request),
        ("sign", _sign),
    ):
        about = words(f"cli.certificates.{name}")
        one = steps.add_parser(name, help=about, description=about, allow_abbrev=False)
        if name == "all":
            one.add_argument("parties", nargs="+", help=words("cli.certificates.all.parties"))
        elif name != "authority":
            one.add_argument("party", help=words("cli.certificates.party"))
        if name == "sign":
            one.add_argument("request", type=Path, help=words("cli.certificates.sign.request"))
        one.add_argument(
            "--folder", type=Path, default=Path(), help=words("cli.certificates.folder")
        )
        one.add_argument("--days", type=int, default=90, help=words("cli.certificates.days"))
        one.add_argument(
            "--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=words("cli.lang")
        )
        one.set_defaults(run=step, words=words)


def _all(arguments: argparse.Namespace) -> int:
    """Make everything in one place."""
    from pet_workbench.engines.certificates import file_stem, issue, key_pem, write_private

    arguments.folder.mkdir(parents=True, exist_ok=True)
    authority = _make_authority(arguments, keep_key=False)
    for party in arguments.parties:
        certificate, key = issue(authority, party, days=arguments.days)
        path = arguments.folder / f"{file_stem(party)}.key"
        write_private(path, key_pem(key))
        _say(arguments, path, "party_key", party=party)
        _write_certificate(arguments, party, certificate)
    print(arguments.words("cli.certificates.practice"))
    return 0


def _authority(arguments: argparse.Namespace) -> int:
    """Make the authority's key and certificate."""
    arguments.folder.mkdir(parents=True, exist_ok=True)
    _make_authority(arguments, keep_key=True)
    return 0


def _request(arguments: argparse.Namespace) -> int:
    """Make a party's key and its signing request."""
    from cryptography.hazmat.primitives.serialization import Encoding

    from pet_workbench.engines.certificates import (
        file_stem,
        key_pem,
        new_key,
        new_request,
        public_fingerprint,
        write_private,
    )

    arguments.folder.mkdir(parents=True, exist_ok=True)
    stem = arguments.folder / file_stem(arguments.party)
    key = new_key()
    request = new_request(arguments.party, key)
    write_private(stem.with_name(f"{stem.name}.key"), key_pem(key))
    _say(arguments, stem.with_name(f"{stem.name}.key"), "party_key", party=arguments.party)
    path = stem.with_name(f"{stem.name}.csr")
    path.write_bytes(request.public_bytes(Encoding.PEM))
    fingerprint = public_fingerprint(request.public_key())
    _say(arguments, path, "party_request", party=arguments.party, fingerprint=fingerprint)
    return 0


def _sign(arguments: argparse.Namespace) -> int:
    """Sign a party's request with the authority's key."""
    from pet_workbench.engines.certificates import (
        public_fingerprint,
        read_authority,
        read_request,
        sign,
    )

    authority = read_authority(arguments.folder)
    request = read_request(arguments.request)
    found = public_fingerprint(request.public_key())
    _say(arguments, arguments.request, "request_key", party=arguments.party, fingerprint=found)
    certificate = sign(authority, request, party=arguments.party, days=arguments.days)
    _write_certificate(arguments, arguments.party, certificate)
    return 0


def _make_authority(arguments: argparse.Namespace, *, keep_key: bool) -> "Authority":
    from pet_workbench.engines.certificates import (
        certificate_pem,
        key_pem,
        new_authority,
        write_private,
    )

    authority = new_authority(days=arguments.days)
    if keep_key:
        path = arguments.folder / "authority.key"
        write_private(path, key_pem(authority.key))
        _say(arguments, path, "authority_key")
    path = arguments.folder / "authority.crt"
    path.write_bytes(certificate_pem(authority.certificate))
    _say(arguments, path, "authority_certificate")
    return authority


def _write_certificate(arguments: argparse.Namespace, party: str, certificate: Any) -> None:
    from pet_workbench.engines.certificates import certificate_pem, file_stem, fingerprint

    path = arguments.folder / f"{file_stem(party)}.crt"
    path.write_bytes(certificate_pem(certificate))
    found = fingerprint(certificate)
    _say(arguments, path, "party_certificate", party=party, fingerprint=found)


def _say(arguments: argparse.Namespace, path: Path, what: str, **values: object) -> None:
    """Print a file that was made, and what to do with it."""
    about = arguments.words(f"cli.certificates.{what}", **values)
    print(f"{path}: {about}")
