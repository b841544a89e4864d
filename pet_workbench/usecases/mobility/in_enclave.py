"""The protocol of `mobility` with a **simulated** enclave: show, judge, encrypt, count, let out.

The maker signs for the host's chip and tells everybody its root.  Every operator asks with a number
of its own; the host answers with a quote of its chip: which program, which key, whether debugging
is on.  The operator holds that against its policy, and only then encrypts its rows to that key
(HPKE, RFC 9180), with a part of the key for noise.  The program counts inside, and lets out the
table.  The office asks with a number of its own too, and gets a quote about the table, so that the
host cannot have made it up.  What the program keeps, how many tables it made, the host stores
sealed.

**The chip is an object in the host's program and protects nothing**: the host can read its memory.
The messages, the checks and the encryption are genuine.

Protects: rows, against everybody who sees messages only; a table, against a host that changes it.
Does not protect: in this simulation, rows against the host, which can look into memory
(`pet_workbench.attacks.host_memory`).  With hardware, as far as that holds.  The host sees how many
rows come, and reads the table when it passes it on.  Evidence goes one way: the program does not
know who its senders are, so whoever can deliver, the host or an operator, can leave others out or
make rows up, and lift small numbers over the minimum to read them; noise is not lifted that way.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel
from pet_workbench.core import Program as PartyProgram
from pet_workbench.enclave import (
    Delivery,
    Policy,
    Program,
    Quote,
    SimulatedChip,
    SimulatedEnclave,
    SimulatedMaker,
    deliver,
)
from pet_workbench.enclave.evidence import answer_binding
from pet_workbench.enclave.maker import REQUEST_BYTES
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.mobility.inside import (
    ANSWER,
    CELLS,
    KEY_BYTES,
    N_LINES,
    ROW,
    Rows,
    pack,
    tabulate,
    tabulate_with_noise,
)
from pet_workbench.usecases.mobility.table import (
    HOST,
    MAKER,
    OFFICE,
    OPERATORS,
    Movements,
    as_table,
)
from pet_workbench.usecases.mobility.travel import (
    CHAIN_BYTES,
    QUOTE_BYTES,
    boxed,
    chain_of,
    quote_of,
    written_chain,
)

if TYPE_CHECKING:
    import pandas as pd

TABLES = 1
"""How many tables of the same rows the program makes."""
SECURITY_VERSION = 3
_BYTE = np.uint8


def suppressing(minimum: int) -> Program:
    """Return the program that withholds small numbers, as all have to approve it."""
    return Program("mobility", tabulate, {"minimum": minimum, "tables": TABLES})


def noisy(epsilon: object, most: int) -> Program:
    """Return the program that adds noise, as all have to approve it."""
    settings = {"epsilon": str(epsilon), "most": most, "tables": TABLES}
    return Program("mobility with noise", tabulate_with_noise, settings)


def with_suppression(tables: Tables, parameters: Parameters) -> Mapping[str, PartyProgram]:
    """Withhold small numbers inside."""
    return _programs(tables, suppressing(parameters["minimum"]), parameters)


def with_noise(tables: Tables, parameters: Parameters) -> Mapping[str, PartyProgram]:
    """Add noise inside."""
    return _programs(tables, noisy(parameters["epsilon"], parameters["most"]), parameters)


def _programs(
    tables: Tables, program: Program, parameters: Parameters
) -> Mapping[str, PartyProgram]:
    """Return a program per party; all know which program they approved."""
    owners = tuple(party for party in OPERATORS if party in tables)
    return {
        **{owner: partial(_operator, rows=tables[owner], program=program) for owner in owners},
        HOST: partial(_host, owners=owners, program=program),
        OFFICE: partial(_office, program=program, parameters=parameters),
        MAKER: partial(_maker, owners=owners),
    }


def rows_of(table: "pd.DataFrame") -> Rows:
    """Return a table as the rows that travel.

    Parameters
    ----------
    table : DataFrame
        ``person``, ``area``, ``hour``.
    """
    rows = np.empty(len(table), ROW)
    for name in ROW.names or ():
        rows[name] = table[name].to_numpy()
    return rows


async def _maker(channel: Channel, owners: tuple[str, ...]) -> None:
    """Sign for the host's chip, and tell everybody the root: the maker's part."""
    maker = SimulatedMaker()
    asked = await channel.receive(HOST, "public key of the chip", dtype=_BYTE, shape=REQUEST_BYTES)
    chain = maker.certify(asked.tobytes())
    channel.send(HOST, "certificates of the chip", boxed(written_chain(chain), CHAIN_BYTES))
    for party in (*owners, OFFICE):
        channel.send(party, "root of the maker", _bytes(maker.root))


async def _host(channel: Channel, owners: tuple[str, ...], program: Program) -> bytes:
    """Own the machine; return what it stores, sealed: the host's part."""
    chip = SimulatedChip(security_version=SECURITY_VERSION)
    channel.send(MAKER, "public key of the chip", _bytes(chip.request))
    got = await channel.receive(MAKER, "certificates of the chip", dtype=_BYTE, shape=CHAIN_BYTES)
    chip.install(chain_of(got))
    enclave = SimulatedEnclave(chip, program)
    for owner in owners:
        nonce = await channel.receive(owner, "number for the quote", dtype=_BYTE, shape=KEY_BYTES)
        quote = enclave.attest(nonce.tobytes())
        channel.send(owner, "quote", boxed(quote.written, QUOTE_BYTES))
        channel.send(owner, "certificates of the quote", _chain(quote))
        channel.send(owner, "key of the enclave", _bytes(enclave.key))
    sealed = [
        Delivery(owner, (await _received(channel, owner, "encrypted rows")).tobytes())
        for owner in owners
    ]
    answer = enclave.run(sealed)
    nonce = await channel.receive(OFFICE, "number for the quote", dtype=_BYTE, shape=KEY_BYTES)
    quote = enclave.vouch(answer, nonce.tobytes())
    channel.send(OFFICE, "table", np.frombuffer(answer, ANSWER))
    channel.send(OFFICE, "quote about the table", boxed(quote.written, QUOTE_BYTES))
    channel.send(OFFICE, "certificates of the quote", _chain(quote))
    return enclave.seal()


async def _operator(channel: Channel, rows: "pd.DataFrame", program: Program) -> None:
    """Ask, judge, and only then encrypt and send: an operator's part."""
    policy = await _policy(channel, program)
    nonce = channel.draw_key("number for the quote")
    channel.send(HOST, "number for the quote", _bytes(nonce))
    written = await channel.receive(HOST, "quote", dtype=_BYTE, shape=QUOTE_BYTES)
    chain = await channel.receive(HOST, "certificates of the quote", dtype=_BYTE, shape=CHAIN_BYTES)
    key = await channel.receive(HOST, "key of the enclave", dtype=_BYTE, shape=KEY_BYTES)
    delivery = deliver(
        pack(rows_of(rows), channel.draw_key("part of the noise key")),
        quote_of(written, chain),
        policy=policy,
        key=key.tobytes(),
        nonce=nonce,
        sender=channel.party,
    )
    channel.send(HOST, "encrypted rows", _bytes(delivery.sealed))


async def _office(channel: Channel, program: Program, parameters: Parameters) -> Movements:
    """Read the table, if the approved program made it: the office's part."""
    policy = await _policy(channel, program)
    nonce = channel.draw_key("number for the quote")
    channel.send(HOST, "number for the quote", _bytes(nonce))
    is_noisy = "epsilon" in program.settings
    length = CELLS.size + (0 if is_noisy else N_LINES)
    table = await channel.receive(HOST, "table", dtype=ANSWER, shape=length)
    written = await channel.receive(HOST, "quote about the table", dtype=_BYTE, shape=QUOTE_BYTES)
    chain = await channel.receive(HOST, "certificates of the quote", dtype=_BYTE, shape=CHAIN_BYTES)
    evidence = quote_of(written, chain).evidence()
    policy.check(evidence, binding=answer_binding(table.tobytes(), nonce))
    if not is_noisy:
        return as_table(table[: CELLS.size], table[CELLS.size :], parameters["minimum"])
    scale = parameters["most"] / Fraction(program.settings["epsilon"])
    whole = as_table(table, np.zeros(N_LINES, np.int64), 1)
    return Movements(whole.counts, whole.rests, 1, scale)


async def _policy(channel: Channel, program: Program) -> Policy:
    """Return what a party asks for: this root, this program, no debugging, firmware not old."""
    root = await channel.receive(MAKER, "root of the maker", dtype=_BYTE, shape=32)
    return Policy(
        frozenset({root.tobytes()}),
        frozenset({program.measurement}),
        security_version=SECURITY_VERSION,
    )


async def _received(channel: Channel, sender: str, step: str) -> NDArray[np.uint8]:
    """Receive bytes of any length."""
    return await channel.receive(sender, step, dtype=_BYTE, shape=None)


def _chain(quote: Quote) -> NDArray[np.uint8]:
    """Return the certificates of a quote in a box."""
    return boxed(written_chain(quote.chain), CHAIN_BYTES)


def _bytes(content: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(content, _BYTE)
