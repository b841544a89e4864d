"""Get data out of their owner with evidence that is not what it seems; checking stops all of it.

Each trick is what the owner of a machine, or somebody on the line, would try: another program,
debugging, firmware with a known hole, a quote of yesterday, a maker of one's own, one's own key, a
quote with a byte changed.  They are tried on an owner that checks (`pet_workbench.enclave.deliver`)
and on one that encrypts to whatever key it is given: there all of them succeed.

**The enclave is a simulation.**  What is tried here is the checking, and that is genuine.

Protects: nothing; it shows what each check is for [1]_.
Does not protect: a host that runs the approved program on a genuine chip and breaks that chip
passes every check; see `pet_workbench.attacks.host_memory`.

References
----------
.. [1] H. Birkholz, D. Thaler, M. Richardson, N. Smith, W. Pan, "Remote ATtestation procedureS
   (RATS) architecture", RFC 9334, 2023, doi:10.17487/RFC9334.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from pet_workbench.core import PetError
from pet_workbench.core.validation import check_choice
from pet_workbench.enclave import (
    Delivery,
    Evidence,
    Policy,
    Program,
    Quote,
    Refusal,
    SimulatedChip,
    SimulatedEnclave,
    SimulatedMaker,
    deliver,
)
from pet_workbench.enclave.delivery import receive
from pet_workbench.enclave.evidence import binding

Trick = Literal["none", "program", "debug", "firmware", "replay", "root", "key", "tampered"]
TRICKS: tuple[Trick, ...] = (
    "none",
    "program",
    "debug",
    "firmware",
    "replay",
    "root",
    "key",
    "tampered",
)
"""With none of them first: what should be let through."""
NEWEST, OLD = 3, 2
OWNER = "owner"
_DEBUG_BYTE = 8


@dataclass(frozen=True)
class Attempted:
    """What came of a trick.

    Attributes
    ----------
    evidence : Evidence or None
        What the owner was shown; None if no signature holds, so that nothing can be read from it.
    refusals : tuple of Refusal
        Why the policy refuses it; none if it does not.
    error : PetError or None
        What stopped the owner.
    sent : int
        Bytes that left the owner, encrypted.
    read : bytes
        What the host reads of them without looking into memory that it should not see.
    root : bytes
        The root that the owner trusts.
    """

    evidence: Evidence | None
    refusals: tuple[Refusal, ...]
    error: PetError | None
    sent: int
    read: bytes
    root: bytes


@dataclass(frozen=True)
class _Shown:
    """What the host shows, and how it opens what it gets."""

    quote: Quote
    key: bytes
    opens: Callable[[Delivery], bytes]


def attempt(
    trick: Trick, data: bytes, *, approved: Program, changed: Program, is_checked: bool = True
) -> Attempted:
    """Try a trick on the owner of `data`.

    Parameters
    ----------
    trick : str
        One of `TRICKS`.
    data : bytes
        What the owner would deliver.
    approved : Program
        What the owner approved.
    changed : Program
        What the host would rather run; for ``"program"``.
    is_checked : bool, default: True
        Whether the owner looks at the evidence.

    Raises
    ------
    ParameterError
        If there is no such trick.
    MissingExtraError
        If cryptography is older than 47, and something is to be encrypted.
    """
    check_choice("trick", trick, TRICKS)
    maker, nonce = SimulatedMaker(), os.urandom(32)
    policy = Policy(
        frozenset({maker.root}), frozenset({approved.measurement}), security_version=NEWEST
    )
    shown = _stage(trick, maker, nonce, changed if trick == "program" else approved)
    refusals: tuple[Refusal, ...] = ()
    evidence, error = None, None
    try:
        evidence = shown.quote.evidence()
        expected = binding(shown.key, nonce)
        refusals = policy.refusals(evidence, binding=expected)
        if is_checked:
            policy.check(evidence, binding=expected)
    except PetError as stopped:
        error = stopped if is_checked else None
    if error is not None:
        return Attempted(evidence, refusals, error, 0, b"", maker.root)
    delivery = _without_looking(data, shown.key)
    read = shown.opens(delivery)
    return Attempted(evidence, refusals, None, delivery.bytes, read, maker.root)


def _stage(trick: Trick, maker: SimulatedMaker, nonce: bytes, program: Program) -> _Shown:
    """Set the trick up."""
    version = OLD if trick == "firmware" else NEWEST
    chip = SimulatedChip(security_version=version, maker=None if trick == "root" else maker)
    own = X25519PrivateKey.generate()
    own_key = own.public_key().public_bytes_raw()

    def with_own_key(delivery: Delivery) -> bytes:
        return receive(delivery, own)

    if trick == "root":
        signed = chip.quote(program.measurement, binding(own_key, nonce), debug=False)
        return _Shown(signed, own_key, with_own_key)
    enclave = SimulatedEnclave(chip, program, debug=trick in ("debug", "tampered"))
    quote = enclave.attest(os.urandom(32) if trick == "replay" else nonce)
    if trick in ("replay", "key"):
        return _Shown(quote, own_key, with_own_key)
    if trick == "tampered":
        quote = Quote(_without_debug(quote.written), quote.chain)
    read = {"none": _nothing, "program": _answer}.get(trick, _memory)
    return _Shown(quote, enclave.key, partial(read, enclave))


def _nothing(enclave: SimulatedEnclave, delivery: Delivery) -> bytes:
    """Let the enclave work, and read nothing."""
    enclave.run([delivery])
    return b""


def _answer(enclave: SimulatedEnclave, delivery: Delivery) -> bytes:
    """Read what the program gives out."""
    return enclave.run([delivery])


def _memory(enclave: SimulatedEnclave, delivery: Delivery) -> bytes:
    """Read the memory after the program ran."""
    enclave.run([delivery])
    opened: bytes = enclave.memory()["opened"][delivery.sender]
    return opened


def _without_debug(written: bytes) -> bytes:
    """Return a quote in which the byte that says "debugging" was cleared."""
    return written[:_DEBUG_BYTE] + b"\0" + written[_DEBUG_BYTE + 1 :]


def _without_looking(data: bytes, key: bytes) -> Delivery:
    """Encrypt to a key, as an owner does who believes what it is told.

    `deliver` asks for evidence, so such an owner makes up its own.
    """
    chip, nonce, any_program = SimulatedChip(), b"never asked", bytes(48)
    quote = chip.quote(any_program, binding(key, nonce), debug=False)
    policy = Policy(frozenset({chip.root}), frozenset({any_program}))
    return deliver(data, quote, policy=policy, key=key, nonce=nonce, sender=OWNER)
