"""Parties in threads of this process, with real connections: quick, and each error can be seen."""

import secrets
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

from pet_workbench.engines import Appointment, Identity, Part, Timing, listen, run_party
from pet_workbench.engines.certificates import (
    certificate_pem,
    issue,
    key_pem,
    new_authority,
    write_private,
)
from tests.engines.programs import NAMES

SHORT = Timing(meet=2.0, handshake=1.5, alive=0.05, stall=0.8, message=5.0, close=0.5)
"""Patience that suits a test: enough for a busy machine, little enough to wait for."""


class Town:
    """An authority, certificates for three parties, and an address for each.

    Parameters
    ----------
    folder : Path
        Where the files go.
    timing : Timing
        Everybody's patience.
    """

    def __init__(self, folder: Path, timing: Timing = SHORT) -> None:
        self.folder = folder
        self.timing = timing
        self.authority = new_authority(days=1)
        self.run = secrets.token_bytes(32)
        self.doors = {name: listen(f"127.0.0.{i}", 0) for i, name in enumerate(NAMES, start=1)}
        self.addresses = {name: door.getsockname()[:2] for name, door in self.doors.items()}
        self.appointments = {name: self.appoint(name) for name in NAMES}

    def identity(self, party: str, *, shown: str = "", authority: Any = None, days: float = 1):
        """Return files for `party`, whose certificate may show another name or authority."""
        folder = self.folder / secrets.token_hex(4)
        folder.mkdir()
        certificate, key = issue(authority or self.authority, shown or party, days=days)
        write_private(folder / "key", key_pem(key))
        (folder / "crt").write_bytes(certificate_pem(certificate))
        (folder / "ca").write_bytes(certificate_pem(self.authority.certificate))
        return Identity(party, folder / "crt", folder / "key", folder / "ca")

    def appoint(self, party: str, **options: Any) -> Appointment:
        """Return a party's appointment, with certificates as `identity` makes them."""
        return Appointment(self.identity(party, **options), NAMES, self.run, self.timing)

    def change(self, party: str, **fields: Any) -> None:
        """Give one party another appointment."""
        self.appointments[party] = replace(self.appointments[party], **fields)

    def play(self, programs: dict[str, Any]) -> dict[str, Part | BaseException]:
        """Run the programs side by side; return per party its part, or its error."""
        ended: dict[str, Part | BaseException] = {}

        def one(party: str) -> None:
            try:
                ended[party] = run_party(
                    programs[party],
                    self.appointments[party],
                    self.doors[party],
                    self.addresses,
                    keep_payload_bytes=1000,
                )
            except BaseException as error:
                ended[party] = error

        threads = [threading.Thread(target=one, args=(party,), daemon=True) for party in programs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert not any(thread.is_alive() for thread in threads), "somebody hangs"
        return {party: ended[party] for party in programs}

    def close(self) -> None:
        """Give the addresses back."""
        for door in self.doors.values():
            door.close()


def ids(ended: dict[str, Part | BaseException]) -> dict[str, str]:
    """Return per party the id of its error, or "completed"."""
    return {
        party: "completed" if isinstance(one, Part) else getattr(one, "id", repr(one))
        for party, one in ended.items()
    }
