"""One attempt for each way to run what was not agreed.

Each begins where honest parties stopped, with an agreement that was approved for the design and for
the real run, and does one thing wrong.  What every party's gate says to it is the result.

Protects: nothing; it attacks.
Does not protect: see `pet_workbench.governance.gate`.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from pet_workbench.attacks.agreements.scene import WHO, Scene
from pet_workbench.core import PetError
from pet_workbench.governance import (
    Agreement,
    Computation,
    Party,
    SignedAgreement,
    SigningKey,
    approve,
    withdraw,
)
from pet_workbench.governance.agreement import moment
from pet_workbench.governance.approval import REAL


@dataclass(frozen=True)
class Attempted:
    """What came of an attempt.

    Attributes
    ----------
    refusals : mapping of str to PetError or None
        By party: why its gate refused; None if it admitted the run.
    reads : int
        How often real data were read for it.
    """

    refusals: Mapping[str, PetError | None]
    reads: int


@dataclass(frozen=True)
class _Asked:
    """What the attacker shows to every gate."""

    signed: SignedAgreement
    computation: Computation


def attempt(attack: str, scene: Scene) -> Attempted:
    """Try one way to run what was not agreed, at every party.

    Parameters
    ----------
    attack : str
        Of `ATTACKS`.
    scene : Scene
        A fresh one.
    """
    asked = ATTACKS[attack](scene, scene.approved())
    before = len(scene.reads)
    refusals: dict[str, PetError | None] = {}
    for name, gate in scene.gates.items():
        try:
            gate.admit(asked.signed, asked.computation, stage=REAL).read()
            refusals[name] = None
        except PetError as error:
            refusals[name] = error
    return Attempted(refusals, len(scene.reads) - before)


def race(scene: Scene, *, runners: int = 8) -> int:
    """Ask for the last run allowed, many times at once; how often the first party admitted one.

    Parameters
    ----------
    scene : Scene
        A fresh one, whose agreement allows one run.
    runners : int
    """
    signed, admitted = scene.approved(), list[int]()
    gate = next(iter(scene.gates.values()))

    def ask() -> None:
        try:
            permit = gate.admit(signed, scene.agreement.computation, stage=REAL)
        except PetError:
            return
        permit.read()
        admitted.append(permit.number)

    threads = [threading.Thread(target=ask) for _ in range(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(admitted)


def _as_agreed(signed: SignedAgreement) -> _Asked:
    """Ask for the computation that the agreement names."""
    return _Asked(signed, signed.agreement.computation)


def _unsigned(scene: Scene, signed: SignedAgreement) -> _Asked:
    """Go on without the word of the last owner."""
    kept = tuple(one for one in signed.approvals if one.party != scene.agreement.owners[-1])
    return _as_agreed(SignedAgreement(signed.agreement, kept))


def _forged(scene: Scene, signed: SignedAgreement) -> _Asked:
    """Sign in the name of the last owner, with a key of one's own."""
    victim = scene.agreement.owners[-1]
    thief = SigningKey(victim)
    false = approve(
        _with_key(signed.agreement, victim, thief.public),
        thief,
        stage=REAL,
        at=scene.now,
        seen="0" * 64,
    )
    kept = tuple(one for one in signed.approvals if one.party != victim)
    forged = replace(false, digest=signed.agreement.digest)
    return _as_agreed(SignedAgreement(signed.agreement, (*kept, forged)))


def _own_key(scene: Scene, signed: SignedAgreement) -> _Asked:
    """Put a key of one's own in the agreement, and sign with it."""
    victim = scene.agreement.owners[-1]
    thief = SigningKey(victim)
    other = _with_key(signed.agreement, victim, thief.public)
    keys = {**scene.keys, victim: thief}
    approvals = tuple(
        approve(other, keys[owner], stage=REAL, at=scene.now, seen="0" * 64)
        for owner in other.owners
    )
    return _as_agreed(SignedAgreement(other, approvals))


def _replayed(scene: Scene, signed: SignedAgreement) -> _Asked:
    """Use the approvals of an earlier agreement for this one."""
    earlier = signed.agreement.but(title=f"{signed.agreement.title} (1)")
    approvals = tuple(
        approve(earlier, scene.keys[owner], stage=REAL, at=scene.now, seen="0" * 64)
        for owner in earlier.owners
    )
    return _as_agreed(SignedAgreement(signed.agreement, approvals))


def _other_threshold(agreement: Agreement) -> Computation:
    """Return the computation with its first whole number one lower."""
    chosen = agreement.computation.parameters
    name, value = next(
        (name, value)
        for name, value in sorted(chosen.items())
        if isinstance(value, int) and not isinstance(value, bool)
    )
    return replace(agreement.computation, parameters={**chosen, name: value - 1})


def _swapped(_: Scene, signed: SignedAgreement) -> _Asked:
    """Leave the agreement alone, and start the engine with another threshold."""
    return _Asked(signed, _other_threshold(signed.agreement))


def _changed(_: Scene, signed: SignedAgreement) -> _Asked:
    """Change the threshold in the agreement too, under the same signatures."""
    other = _other_threshold(signed.agreement)
    return _Asked(SignedAgreement(signed.agreement.but(computation=other), signed.approvals), other)


def _early(scene: Scene, signed: SignedAgreement) -> _Asked:
    """Sign an agreement that begins later, and do not wait."""
    return _resigned(scene, signed.agreement.but(since=_later(scene, days=2)))


def _expired(scene: Scene, signed: SignedAgreement) -> _Asked:
    """Wait until it is over."""
    scene.clock.moment = moment(signed.agreement.until) + timedelta(days=1)
    return _as_agreed(signed)


def _clock(scene: Scene, signed: SignedAgreement) -> _Asked:
    """Wait until it is over, and put the clock back."""
    before = scene.clock.moment
    scene.clock.moment = moment(signed.agreement.until) + timedelta(days=1)
    for register in scene.registers.values():
        register.add("checkpoint", who=WHO)
    scene.clock.moment = before
    return _as_agreed(signed)


def _used_up(scene: Scene, signed: SignedAgreement) -> _Asked:
    """Run as often as agreed, and once more."""
    for _ in range(signed.agreement.runs):
        scene.run(signed, REAL)
    return _as_agreed(signed)


def _untried(scene: Scene, signed: SignedAgreement) -> _Asked:
    """Approve the real run of an agreement that nobody has seen at work."""
    return _resigned(scene, signed.agreement.but(title=f"{signed.agreement.title} (2)"))


def _withdrawn(scene: Scene, signed: SignedAgreement) -> _Asked:
    """Go on after the last owner took its word back."""
    owner = signed.agreement.owners[-1]
    withdraw(scene.registers[owner], signed.agreement, who=WHO, reason="")
    return _as_agreed(signed)


def _resigned(scene: Scene, agreement: Agreement) -> _Asked:
    """Return another agreement, which all owners approved without a design run."""
    approvals = tuple(
        approve(agreement, scene.keys[owner], stage=REAL, at=scene.now, seen="0" * 64)
        for owner in agreement.owners
    )
    return _as_agreed(SignedAgreement(agreement, approvals))


def _later(scene: Scene, *, days: int) -> str:
    return (scene.clock() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _with_key(agreement: Agreement, party: str, public: str) -> Agreement:
    """Return the agreement with another key for one party."""
    parties: tuple[Party, ...] = tuple(
        replace(one, key=public) if one.name == party else one for one in agreement.parties
    )
    return agreement.but(parties=parties)


ATTACKS: Mapping[str, Callable[[Scene, SignedAgreement], _Asked]] = {
    "unsigned": _unsigned,
    "forged": _forged,
    "own_key": _own_key,
    "replayed": _replayed,
    "swapped": _swapped,
    "changed": _changed,
    "untried": _untried,
    "early": _early,
    "expired": _expired,
    "clock": _clock,
    "used_up": _used_up,
    "withdrawn": _withdrawn,
}
"""By id; `race` is one more, and `control` does nothing wrong."""


def control(scene: Scene) -> Attempted:
    """Do nothing wrong, as a check that the attempts fail for what they do wrong."""
    signed, before = scene.approved(), len(scene.reads)
    scene.run(signed, REAL)
    return Attempted(dict.fromkeys(scene.gates), len(scene.reads) - before)
