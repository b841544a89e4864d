"""A simulated enclave: one measured program on one chip, with a key of its own.

What it keeps between runs is sealed: encrypted under a key that only the same program on the same
chip can derive.  Every run raises a counter in the chip, and the sealed state names the number it
belongs to.  So a host that puts an old state back, starts without one, or starts two copies side by
side is caught before the next run.  The price: a host that loses the newest state cannot go on.

Protects: nothing.  `memory` shows to the host what real hardware would keep encrypted.
Does not protect: anything.
"""

import json
import os
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pet_workbench.core import ProtocolError
from pet_workbench.enclave.chip import Quote, SimulatedChip
from pet_workbench.enclave.delivery import Delivery, receive
from pet_workbench.enclave.evidence import answer_binding, binding
from pet_workbench.enclave.program import Program, State

_NONCE_BYTES = 12


class SimulatedEnclave:
    """Runs a program after showing which one it is.

    Parameters
    ----------
    chip : SimulatedChip
    program : Program
    debug : bool, default: False
        Whether the host may look inside; the quote says so.

    Attributes
    ----------
    key : bytes
        Its public key, 32 bytes.
    program : Program
    """

    def __init__(self, chip: SimulatedChip, program: Program, *, debug: bool = False) -> None:
        self.program, self._chip, self._debug = program, chip, debug
        self._measured = program.measurement
        self._secret = X25519PrivateKey.generate()
        self._state: State = {}
        self._opened: dict[str, bytes] = {}
        self._answer = b""
        self._count = 0
        self.key = self._secret.public_key().public_bytes_raw()

    def attest(self, nonce: bytes) -> Quote:
        """Have the chip sign the program, the key and the verifier's number.

        Parameters
        ----------
        nonce : bytes
        """
        return self._chip.quote(self._measured, binding(self.key, nonce), debug=self._debug)

    def vouch(self, answer: bytes, nonce: bytes) -> Quote:
        """Have the chip sign the program and the answer that it gave.

        So that a reader knows that this very answer came from the approved program, and not from
        the host.  Only an answer that the program gave last is signed.

        Parameters
        ----------
        answer : bytes
        nonce : bytes
            Drawn by the reader.

        Raises
        ------
        ProtocolError
            If the program gave another answer.
        """
        if answer != self._answer:
            raise ProtocolError(
                "errors.enclave_answer",
                "need the answer that the program gave last, got another of {n_bytes} bytes",
                n_bytes=len(answer),
            )
        return self._chip.quote(self._measured, answer_binding(answer, nonce), debug=self._debug)

    def run(self, deliveries: Sequence[Delivery]) -> bytes:
        """Decrypt, compute, and let the answer out; nothing is kept if a delivery is wrong.

        Parameters
        ----------
        deliveries : sequence of Delivery
            One per sender.

        Raises
        ------
        ProtocolError
            If one was changed, is for another enclave, or a sender comes twice; or if the program
            ran on this chip since the state that this enclave has.
        """
        self._check_newest(self._count)
        names = [one.sender for one in deliveries]
        if len(set(names)) < len(names):
            raise ProtocolError(
                "errors.enclave_twice",
                "need one delivery per sender, got two of {sender}",
                sender=next(name for name in names if names.count(name) > 1)[:60],
            )
        self._opened = {one.sender: receive(one, self._secret) for one in deliveries}
        rows = list(self._opened.values())
        self._answer, self._state = self.program.run(rows, self._state, **self.program.settings)
        self._count = self._chip.count(self._measured)
        return self._answer

    def seal(self) -> bytes:
        """Return the state, encrypted for this program on this chip, until it runs again."""
        content = json.dumps({"count": self._count, "state": self._state}).encode()
        drawn = os.urandom(_NONCE_BYTES)
        return drawn + self._cipher().encrypt(drawn, content, b"state")

    def unseal(self, sealed: bytes) -> None:
        """Take up a state that was sealed.

        Raises
        ------
        ProtocolError
            If it was sealed by another program or on another chip, was changed, or is an old copy.
        """
        try:
            content = self._cipher().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], b"state")
        except (InvalidTag, ValueError):
            raise ProtocolError(
                "errors.enclave_sealed",
                "need a state that this program sealed on this chip, got another, or a changed one",
            ) from None
        found = json.loads(content)
        self._check_newest(found["count"])
        self._count, self._state = found["count"], found["state"]

    def memory(self) -> dict[str, Any]:
        """Return what the host of a *simulated* enclave can read: everything.

        Real hardware encrypts it; published side channels and physical attacks have read parts of
        it all the same.
        """
        return {"opened": dict(self._opened), "state": dict(self._state)}

    def _check_newest(self, count: int) -> None:
        """Refuse a state that is older than the program's last run on this chip.

        Raises
        ------
        ProtocolError
            If it is.
        """
        newest = self._chip.counted(self._measured)
        if count != newest:
            raise ProtocolError(
                "errors.enclave_old_state",
                "need the newest sealed state (number {newest}), got number {count}: an old copy",
                newest=newest,
                count=count,
            )

    def _cipher(self) -> AESGCM:
        return AESGCM(self._chip.sealing_key(self._measured))
