"""One party that chats until something goes wrong, and prints what: for tests in a network apart.

``python -m tests.engines.lone_party FOLDER NAME HOST...``
"""

import sys
from functools import partial
from pathlib import Path

from pet_workbench.core import PetError
from pet_workbench.engines import Appointment, Identity, Timing, listen, run_party
from tests.engines.programs import NAMES, chat

PORT = 7301


def main(folder: str, party: str, *hosts: str) -> None:
    """Play one of three parties."""
    files = [Path(folder) / name for name in (f"{party}.crt", f"{party}.key", "authority.crt")]
    timing = Timing(meet=20, stall=2, alive=0.2, message=30, close=1)
    appointment = Appointment(Identity(party, *files), NAMES, bytes(32), timing)
    addresses = {name: (host, PORT) for name, host in zip(NAMES, hosts, strict=True)}
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    try:
        run_party(
            partial(chat, rounds=10**9),
            appointment,
            listen(*addresses[party]),
            addresses,
            keep_payload_bytes=0,
        )
    except PetError as error:
        sys.stdout.write(f"{error.id}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
