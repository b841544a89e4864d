"""Who is at the other end: TLS 1.3 with certificates on both sides, bound to the party's name.

An accepted certificate alone says "one of the parties"; a party could then play another one.  So
after the handshake the common name has to be the name of the party expected, and where the list of
parties has a fingerprint, the certificate has to be that very one.

Protects: contents and names on every connection, against strangers and between the parties.
Does not protect: how much is sent, when, and between which addresses.
"""

import hashlib
import ssl
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509

from pet_workbench.core import DataError, ProtocolError
from pet_workbench.engines.certificates import common_name


@dataclass(frozen=True)
class Identity:
    """What one party shows others and what it asks of them.

    Attributes
    ----------
    party : str
        Its name.
    certificate, key, authority : Path
        Files: its own certificate and private key, and the authorities it trusts.
    fingerprints : mapping of str to str
        SHA-256 in hexadecimal of other parties' certificates, for those that are known.
    """

    party: str
    certificate: Path
    key: Path
    authority: Path
    fingerprints: Mapping[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Look at one's own files before anybody else is troubled.

        Raises
        ------
        DataError
            If one cannot be read, the certificate is of another party, or others may read the key.
        """
        for path in (self.certificate, self.key, self.authority):
            if not path.is_file():
                raise _unusable(path, "no such file")
        if sys.platform != "win32" and self.key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise DataError(
                "errors.key_file_mode",
                "need a private key that only its owner may read (chmod 600 {path})",
                path=self.key,
            )
        try:
            found = x509.load_pem_x509_certificate(self.certificate.read_bytes())
        except ValueError as error:
            raise _unusable(self.certificate, str(error)) from error
        if common_name(found.subject) != self.party:
            raise DataError(
                "errors.own_certificate_name",
                "need a certificate of {party} in {path}, got one of {found}",
                party=self.party,
                path=self.certificate,
                found=common_name(found.subject),
            )

    def context(self, *, server: bool) -> ssl.SSLContext:
        """Return the settings of connections: TLS 1.3 only, a certificate from either side.

        Raises
        ------
        DataError
            If certificate and key do not belong together or cannot be read.
        """
        protocol = ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT
        context = ssl.SSLContext(protocol)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        # The name is the party's, not the machine's: `peer_name` compares it after the handshake.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_REQUIRED
        try:
            context.load_verify_locations(cafile=self.authority)
            context.load_cert_chain(self.certificate, self.key)
        except (ssl.SSLError, OSError) as error:
            raise _unusable(self.certificate, error.strerror or str(error)) from error
        if server:
            context.num_tickets = 0
        return context


def peer_name(connection: ssl.SSLObject | ssl.SSLSocket, fingerprints: Mapping[str, str]) -> str:
    """Return whose certificate the other end showed, after the handshake has verified it.

    Raises
    ------
    ProtocolError
        If it names nobody, or is not the one whose fingerprint is listed for that name.
    """
    content = connection.getpeercert(binary_form=True)
    if content is None:
        raise refusal("?", "no certificate")
    party = common_name(x509.load_der_x509_certificate(content).subject)
    listed = fingerprints.get(party)
    if not party:
        raise refusal("?", "no common name")
    if listed is not None and hashlib.sha256(content).hexdigest() != _plain(listed):
        raise refusal(party, "another fingerprint")
    return party


def refusal(party: str, reason: str) -> ProtocolError:
    """Return the error for a certificate that is not accepted."""
    return ProtocolError(
        "errors.certificate_refused",
        "need a certificate of {party}, got one that is not accepted: {reason}",
        party=party,
        reason=reason,
    )


def _plain(fingerprint: str) -> str:
    """Return a fingerprint as we write it, however it was copied."""
    return fingerprint.replace(":", "").replace(" ", "").lower()


def _unusable(path: Path, reason: str) -> DataError:
    return DataError(
        "errors.certificate_file",
        "need a certificate or key in {path}: {reason}",
        path=path,
        reason=reason,
    )
