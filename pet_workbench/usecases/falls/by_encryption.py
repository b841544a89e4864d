"""Scores by homomorphic encryption: the hospital computes with what it cannot read.

The care organisation makes a key, encrypts a column per feature and sends them with the public
part.  The hospital multiplies each column by its weight, adds up, and sends one column back, which
only the care organisation can open.  Weights are whole numbers of units, so a score is one too: by
its meter what CKKS gives is so near to it that rounding gives the exact score, and BFV is exact by
itself.  Clients go in blocks, so that memory does not grow with their number.

What comes back is a combination of the ciphertexts that were sent, and the care organisation knows
those: from a single reply, about a single client, it can compute the weights
(`attacks.model_from_reply`).  With BFV the hospital covers them: it adds an encryption of zero and
noise 2**40 times as wide as what could tell anything (`he.hiding.uniform`).  In CKKS the errors
of encoding in floating point would have to be covered as well, and noise that wide would drown the
scores, so with CKKS the reply goes back as it is.  The meter on a reply is that of the largest
weights there can be, and tells nothing about these.

Protects: clients' characteristics against the hospital; with BFV, the model against all but what
the scores say.
Does not protect: the number of clients.  With CKKS, the model against the care organisation.  With
BFV, the model against a care organisation that encrypts with more noise than its meter says; and
against the scores themselves, of which seventeen tell it (`attacks.model_from_scores`).
"""

from collections.abc import Mapping, Sequence
from functools import cache, partial, reduce
from operator import add
from typing import TYPE_CHECKING, Any

import numpy as np

from pet_workbench.core import Channel, Keystream, ProtocolError
from pet_workbench.core.network import Program
from pet_workbench.he.choosing.chooser import Choice, choose
from pet_workbench.he.choosing.computations import Declared
from pet_workbench.he.column import Column
from pet_workbench.he.hiding.uniform import hide, lowest
from pet_workbench.he.keys import PublicContext, SecretKey
from pet_workbench.he.meter import Meter
from pet_workbench.he.parameters import Parameters as Ring
from pet_workbench.he.parameters import Scheme
from pet_workbench.he.real.linear import weighted_meter, weighted_sum
from pet_workbench.he.real.meter import RealMeter
from pet_workbench.he.sending.handover import (
    HandoverKey,
    agree_key,
    receive_column,
    receive_context,
    send_column,
    send_context,
)
from pet_workbench.he.whole.meter import WholeMeter
from pet_workbench.usecases.base import Parameters, Tables
from pet_workbench.usecases.falls.clients import BOUNDS, CARE, FEATURES, HOSPITAL, features
from pet_workbench.usecases.falls.in_clear import announce, check_score_limit, wait_for_hospital
from pet_workbench.usecases.falls.in_shares import CLIENTS, receive_count
from pet_workbench.usecases.falls.model import MOST_SCORE, MOST_WEIGHT, WEIGHT_UNIT, Model
from pet_workbench.usecases.falls.scores import Scores

if TYPE_CHECKING:
    import pandas as pd

BLOCK = 1 << 16
"""Clients that are scored at a time."""
LARGEST_ERROR = 0.49
"""Of a score in units, before it is rounded."""
HIDING_BITS = 40
"""How many bits wider the noise is that hides the model."""
ENCRYPTED, SCORES = "encrypted features", "encrypted scores"


def by_ckks(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the hospital score encrypted real numbers."""
    return _programs(tables, parameters, "ckks")


def by_bfv(tables: Tables, parameters: Parameters) -> Mapping[str, Program]:
    """Let the hospital score encrypted whole numbers, and hide its model in noise."""
    return _programs(tables, parameters, "bfv")


@cache
def choice(scheme: Scheme) -> Choice:
    """Return the smallest ring for `scheme` on which scores come out exact, with the reasons.

    Examples
    --------
    >>> choice("ckks").parameters.poly_modulus_degree, choice("bfv").parameters.poly_modulus_degree
    (4096, 8192)
    """
    return choose(
        Declared(
            partial(_meter_to_open, scheme=scheme),
            scheme=scheme,
            rows=BLOCK,
            largest=MOST_SCORE,
            columns=len(FEATURES),
            error=LARGEST_ERROR if scheme == "ckks" else 0.0,
            symmetric=True,
        )
    )


def fresh_meters(ring: Ring) -> tuple[Any, ...]:
    """Return the meter of each feature as the care organisation encrypts it, on this `ring`."""
    kind: type[Meter] = RealMeter if ring.scheme == "ckks" else WholeMeter
    return tuple(kind.fresh(ring, bound=BOUNDS[name], symmetric=True) for name in FEATURES)


def scored_meter(ring: Ring) -> Any:
    """Return the meter of the scores on this `ring`, whatever the weights within their range."""
    fresh = fresh_meters(ring)
    if ring.scheme == "ckks":
        return weighted_meter(fresh, [float(MOST_WEIGHT)] * len(fresh), float(MOST_WEIGHT))
    terms = (meter.multiply_number(MOST_WEIGHT) for meter in fresh)
    return reduce(WholeMeter.add, terms).add_plain(MOST_WEIGHT)


def _meter_to_open(ring: Ring, *, scheme: Scheme) -> Any:
    """Return the meter of what the care organisation opens: in BFV, after flooding."""
    meter = scored_meter(ring)
    if scheme == "ckks":
        return meter
    return lowest(meter, meter.chunks(BLOCK), HIDING_BITS)[0]


def scored(columns: Sequence[Column], model: Model, *, noise: Keystream) -> Any:
    """Return the encrypted scores, under a meter that tells nothing about the model.

    Parameters
    ----------
    columns : sequence of Column
        Encrypted features, in the order of `FEATURES`.
    model : Model
    noise : Keystream
        From which the noise is read that covers the model; with BFV.

    Returns
    -------
    Column
        In units of 1/10,000.
    """
    scheme = columns[0].context.parameters.scheme
    intercept, *weights = model.weights.tolist()
    terms: list[Any] = [(c, w) for c, w in zip(columns, weights, strict=True) if w]
    if not terms:  # nothing is multiplied by zero: that would show
        same = np.full(len(columns[0]), intercept)
        made: Any = columns[0].context.encrypt(same, bound=MOST_WEIGHT)
    elif scheme == "ckks":
        made = weighted_sum([c for c, _ in terms], [float(w) for _, w in terms], float(intercept))
    else:
        made = reduce(add, (column * weight for column, weight in terms)) + intercept
    meter = scored_meter(made.context.parameters)
    declared = type(made)(made.context, meter, len(made), made.ciphertexts)
    if scheme == "ckks":
        return declared
    return hide(declared, statistical_bits=HIDING_BITS, stream=noise)


def _programs(tables: Tables, parameters: Parameters, scheme: Scheme) -> Mapping[str, Program]:
    """Return the programs of both."""
    return {
        CARE: partial(_care, table=tables[CARE], scheme=scheme),
        HOSPITAL: partial(_hospital, table=tables[HOSPITAL], parameters=parameters, scheme=scheme),
    }


async def _care(channel: Channel, *, table: "pd.DataFrame", scheme: Scheme) -> Scores:
    """Encrypt the features block by block, and open the scores."""
    await wait_for_hospital(channel)
    rows = features(table)
    channel.send(HOSPITAL, CLIENTS, np.array([len(rows)], np.int64))
    key = await agree_key(channel, HOSPITAL)
    secret = SecretKey.generate(choice(scheme).parameters)
    send_context(channel, HOSPITAL, secret.context, key=key)
    units, error = [np.empty(0, np.int64)], 0.0
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        for name, values in zip(FEATURES, block.T, strict=True):
            column = secret.encrypt_to_send(values, bound=BOUNDS[name])
            send_column(channel, HOSPITAL, column, ENCRYPTED, key=key)
        reply = await _receive(channel, HOSPITAL, secret.context, SCORES, len(block), key=key)
        units.append(np.rint(secret.decrypt(reply)).astype(np.int64))
        error = reply.meter.error / WEIGHT_UNIT
    return Scores(table["person"].to_numpy(np.int64), np.concatenate(units), error)


async def _hospital(
    channel: Channel, *, table: "pd.DataFrame", parameters: Parameters, scheme: Scheme
) -> None:
    """Score what it cannot read."""
    announce(channel, parameters)
    model = Model.of(table)
    n = await receive_count(channel)
    check_score_limit(n, parameters)
    key = await agree_key(channel, CARE)
    context = await receive_context(channel, CARE, key=key)
    check_ring(context, choice(scheme).parameters)
    noise = Keystream(channel.draw_key("noise key"))
    for start in range(0, n, BLOCK):
        length = min(BLOCK, n - start)
        columns = [
            await _receive(channel, CARE, context, ENCRYPTED, length, key=key, meter=meter)
            for meter in fresh_meters(context.parameters)
        ]
        send_column(channel, CARE, scored(columns, model, noise=noise), SCORES, key=key)


def check_ring(context: PublicContext, agreed: Ring) -> None:
    """Refuse a context with other parameters than were agreed.

    Parameters
    ----------
    context : PublicContext
        As received.
    agreed : Parameters

    Raises
    ------
    ProtocolError
        If it has others.
    """
    if context.parameters != agreed:
        raise ProtocolError(
            "errors.falls_ring",
            "need a key for {scheme} at degree {degree} as agreed, got another: both sides need "
            "the same version of the workbench",
            scheme=agreed.scheme,
            degree=agreed.poly_modulus_degree,
        )


async def _receive(
    channel: Channel,
    sender: str,
    context: PublicContext,
    step: str,
    length: int,
    *,
    key: HandoverKey,
    meter: Meter | None = None,
) -> Column:
    """Receive a column of this length and, if it is given, just this meter.

    A column with more noise than it should have could make the reply tell more.
    """
    column = await receive_column(channel, sender, context, step, key=key)
    check_column(column, step, length, column.meter if meter is None else meter)
    return column


def check_column(column: Column, step: str, length: int, meter: Meter) -> None:
    """Refuse a column that is not what the protocol has here.

    Parameters
    ----------
    column : Column
        As received.
    step : str
        What it is for.
    length : int
        Rows it should have.
    meter : Meter
        Which it should have.

    Raises
    ------
    ProtocolError
        If it has others.
    """
    if (column.length, column.meter) != (length, meter):
        raise ProtocolError(
            "errors.falls_column",
            "need '{step}' of {length} rows with noise as agreed, got {got} rows or other noise: "
            "the other side does something else",
            step=step,
            length=length,
            got=column.length,
        )
