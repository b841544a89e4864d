"""The passport with proofs: suppliers prove their part, the producer only what is about the sums.

1. Each supplier commits to its statement per product and opens it to the auditor, who compares it
   with the books and signs the closed commitments.
2. The producer has to prove something about the sums, and needs their openings.  The suppliers
   share those additively among themselves [1]_: each deals its opening in random parts, adds up
   the parts it got, and sends that sum to the producer.  So the producer learns how much of a
   product is recycled in all, and not how much of it is whose.
3. Each supplier proves its own part and hands it to the producer, which puts them in the order of
   their bytes, adds its proofs and gives the passports to the verifier.

Where something cannot be proven there is no passport; the verifier does not learn which supplier
that was.

Protects: statements, against everybody but the auditor, who read the books anyway; also against the
producer and up to four of the six suppliers together.
Does not protect: the last supplier, against the producer and all others together, who can subtract;
nor against suppliers that hand in false parts of the sums, which only makes a proof fail.

References
----------
.. [1] R. Cramer, I. Damgard, J. B. Nielsen, "Secure Multiparty Computation and Secret Sharing",
   2015, chapter 1, doi:10.1017/CBO9781107337756.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel, Entropy, Keystream, ParameterError, ProtocolError
from pet_workbench.core.group import ORDER
from pet_workbench.core.network import Program
from pet_workbench.proofs import Auditor, Opening, commit
from pet_workbench.proofs.group import SecretNumbers, pieces, read, write
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.passport.claims import (
    AUDITOR,
    PRODUCER,
    STATEMENT,
    VERIFIER,
    Rules,
    Verdicts,
    books_of,
    in_order,
    lie_of,
    stated,
    suppliers_of,
)
from pet_workbench.usecases.passport.document import (
    SIGNATURE_BYTES,
    UNSIGNED,
    Statement,
    Subject,
    make_part,
    make_passport,
    part_bytes,
    passport_bytes,
    signed_by,
)
from pet_workbench.usecases.passport.judging import judge

if TYPE_CHECKING:
    import pandas as pd

BYTE = np.uint8
NUMBER = 32
SUMMED = ("mass", "recycled")
KEY = "key of the auditor"
_TOTALS = 2 * len(SUMMED)


def in_proofs(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Suppliers, producer, verifier and, if there is one, the auditor."""
    suppliers = suppliers_of(tables)
    programs: dict[str, Program] = {
        name: partial(_supply, table=tables[name], parameters=parameters, suppliers=suppliers)
        for name in suppliers
    }
    programs[PRODUCER] = partial(
        _produce, table=tables[PRODUCER], parameters=parameters, suppliers=suppliers
    )
    if parameters["auditor"]:
        programs[AUDITOR] = partial(
            _audit, table=tables[AUDITOR], parameters=parameters, suppliers=suppliers
        )
    programs[VERIFIER] = partial(_verify, parameters=parameters, n_suppliers=len(suppliers))
    return programs


class Drawn(Entropy):
    """Keys for secret numbers, all from one key that the party drew from its channel.

    Parameters
    ----------
    channel : Channel
    """

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self._stream = Keystream(channel.draw_key("secret numbers"))

    def key(self) -> bytes:
        """Return the next key of 32 bytes."""
        return self._stream.integers(NUMBER, np.uint8).tobytes()


async def _supply(
    channel: Channel, table: "pd.DataFrame", parameters: Parameters, suppliers: Sequence[str]
) -> None:
    """Commit, have it signed, share what the sums need, and prove: a supplier's part."""
    rules, entropy = Rules.of(parameters), Drawn(channel)
    claimed = stated(in_order(table), lie_of(channel.party, parameters))
    statements = [
        Statement(*(commit(int(row[name]), entropy=entropy) for name in STATEMENT))
        for row in claimed.to_dict("records")
    ]
    signatures = [UNSIGNED] * len(statements)
    if parameters["auditor"]:
        opened = [number for one in statements for number in _numbers(one, STATEMENT)]
        channel.send(AUDITOR, "openings", _bytes(opened))
        size = SIGNATURE_BYTES * len(statements)
        signed = await channel.receive(AUDITOR, "signatures", dtype=BYTE, shape=size)
        signatures = pieces(signed.tobytes(), SIGNATURE_BYTES)
    sums = await _share_sums(channel, statements, suppliers, entropy)
    channel.send(PRODUCER, "sums of parts", _bytes(sums))
    products = claimed["product"].tolist()
    parts = [
        _part_or_none(one, signature, Subject(product, rules), entropy)
        for one, signature, product in zip(statements, signatures, products, strict=True)
    ]
    channel.send(PRODUCER, "part of the passport", np.frombuffer(b"".join(parts), BYTE))


async def _share_sums(
    channel: Channel, statements: Sequence[Statement], suppliers: Sequence[str], entropy: Entropy
) -> list[int]:
    """Deal the openings of mass and recycled mass, and add up the parts of all suppliers."""
    mine = [number for one in statements for number in _numbers(one, SUMMED)]
    numbers = SecretNumbers(entropy)
    for other in suppliers:
        if other != channel.party:
            dealt = [numbers.draw() for _ in mine]
            channel.send(other, "part of an opening", _bytes(dealt))
            mine = [(one - part) % ORDER for one, part in zip(mine, dealt, strict=True)]
    for other in suppliers:
        if other != channel.party:
            size = NUMBER * len(mine)
            got = await channel.receive(other, "part of an opening", dtype=BYTE, shape=size)
            parts = _read(got)
            mine = [(one + part) % ORDER for one, part in zip(mine, parts, strict=True)]
    return mine


def _part_or_none(
    statement: Statement, signature: bytes, subject: Subject, entropy: Entropy
) -> bytes:
    """Return a supplier's part of a passport, or zeros where it cannot prove what is asked."""
    try:
        return make_part(statement, signature, subject, entropy=entropy)
    except ParameterError:
        return bytes(part_bytes(subject.rules))


async def _audit(
    channel: Channel, table: "pd.DataFrame", parameters: Parameters, suppliers: Sequence[str]
) -> None:
    """Compare what each supplier opens with the books, and sign what is true: the auditor's."""
    rules, auditor = Rules.of(parameters), Auditor(channel.party)
    channel.send(VERIFIER, KEY, np.frombuffer(auditor.key, BYTE))
    for supplier in suppliers:
        books = books_of(supplier, table)
        size = 2 * len(STATEMENT) * NUMBER * len(books)
        opened = _read(await channel.receive(supplier, "openings", dtype=BYTE, shape=size))
        signed = [
            signed_by(
                auditor,
                Statement(*_openings(opened, at, len(STATEMENT))),
                {name: int(row[name]) for name in STATEMENT},
                Subject(int(row["product"]), rules),
            )
            for at, row in enumerate(books.to_dict("records"))
        ]
        channel.send(supplier, "signatures", np.frombuffer(b"".join(signed), BYTE))


async def _produce(
    channel: Channel, table: "pd.DataFrame", parameters: Parameters, suppliers: Sequence[str]
) -> None:
    """Add the proofs about the sums to the suppliers' parts: the producer's."""
    rules, entropy, table = Rules.of(parameters), Drawn(channel), in_order(table)
    n, size = len(table), part_bytes(rules)
    sums, parts = [0] * (_TOTALS * n), []
    for supplier in suppliers:
        got = await channel.receive(
            supplier, "sums of parts", dtype=BYTE, shape=NUMBER * _TOTALS * n
        )
        sums = [(one + part) % ORDER for one, part in zip(sums, _read(got), strict=True)]
        part = await channel.receive(supplier, "part of the passport", dtype=BYTE, shape=size * n)
        parts.append(pieces(part.tobytes(), size))
    passports = []
    for at, (product, weight) in enumerate(
        zip(table["product"].tolist(), table["weight"].tolist(), strict=True)
    ):
        handed_in = [one[at] for one in parts]
        totals = _openings(sums, at, len(SUMMED))
        subject = Subject(product, rules)
        passports.append(_passport_or_none(handed_in, totals, weight, subject, entropy))
    channel.send(VERIFIER, "products", table["product"].to_numpy(np.int64))
    channel.send(VERIFIER, "weights", table["weight"].to_numpy(np.int64))
    channel.send(VERIFIER, "has a passport", np.array([bool(one) for one in passports], BYTE))
    channel.send(VERIFIER, "passports", np.frombuffer(b"".join(passports), BYTE))


def _passport_or_none(
    parts: Sequence[bytes],
    totals: Sequence[Opening],
    weight: int,
    subject: Subject,
    entropy: Entropy,
) -> bytes:
    """Return a passport, or nothing where a part is missing or the sums do not do."""
    if not all(map(any, parts)):
        return b""
    try:
        mass, recycled = totals
        return make_passport(parts, mass, recycled, weight, subject, entropy=entropy)
    except ParameterError:
        return b""


async def _verify(channel: Channel, parameters: Parameters, n_suppliers: int) -> Verdicts:
    """Judge every passport: the verifier's part."""
    rules, key = Rules.of(parameters), None
    if parameters["auditor"]:
        key = (await channel.receive(AUDITOR, KEY, dtype=BYTE, shape=NUMBER)).tobytes()
    products = await channel.receive(PRODUCER, "products", dtype=np.int64, shape=None)
    n = products.size
    weights = await channel.receive(PRODUCER, "weights", dtype=np.int64, shape=n)
    has = await channel.receive(PRODUCER, "has a passport", dtype=BYTE, shape=n)
    size = passport_bytes(rules, n_suppliers) * int(has.astype(bool).sum())
    sent = await channel.receive(PRODUCER, "passports", dtype=BYTE, shape=size)
    passports = iter(pieces(sent.tobytes(), passport_bytes(rules, n_suppliers)))
    reasons = tuple(
        judge(next(passports) if one else b"", weight, Subject(product, rules), auditor=key)
        for product, weight, one in zip(
            products.tolist(), weights.tolist(), has.tolist(), strict=True
        )
    )
    return Verdicts(products.copy(), np.array([not one for one in reasons], np.bool_), reasons)


def _numbers(statement: Statement, names: Sequence[str]) -> list[int]:
    """Return the values and secret numbers of some openings."""
    named = statement.named
    return [number for name in names for number in (named[name].value, named[name].blinding)]


def _openings(numbers: Sequence[int], at: int, count: int) -> list[Opening]:
    """Return the openings of the product in place `at`, of `count` for each."""
    first = 2 * count * at
    return [Opening(numbers[first + 2 * i], numbers[first + 2 * i + 1]) for i in range(count)]


def _bytes(numbers: Sequence[int]) -> NDArray[np.uint8]:
    """Write numbers below the order of the group, 32 bytes each."""
    return np.frombuffer(b"".join(map(write, numbers)), BYTE)


def _read(sent: NDArray[Any]) -> list[int]:
    """Read numbers that somebody sent.

    Raises
    ------
    ProtocolError
        If one is not below the order of the group.
    """
    found = [read(piece) for piece in pieces(sent.tobytes())]
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        raise ProtocolError(
            "errors.passport_number",
            "need numbers below the order of the group, got {bad} that are not; nothing was added",
            bad=len(found) - len(known),
        )
    return known
