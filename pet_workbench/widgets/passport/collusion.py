"""What a coalition gets out of its views of a run of `passport`."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.core import Outcome, View
from pet_workbench.core.group import ORDER
from pet_workbench.proofs.group import NUMBER_BYTES, pieces
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.passport import (
    AUDITOR,
    ORIGINS,
    PLAIN,
    PLATFORM,
    PRODUCER,
    TRUSTED,
    VERIFIER,
    ZERO_KNOWLEDGE,
)
from pet_workbench.usecases.passport.claims import in_order, suppliers_of
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import Learned, Words, view_of

ROWS = 6
_READERS = {TRUSTED: (PLATFORM,), PLAIN: (PRODUCER, VERIFIER)}


def learn(coalition: tuple[str, ...], outcome: Outcome, tables: Tables, words: Words) -> Learned:
    """Return what `coalition` reads beyond its own files, or needs no attack for."""
    suppliers = suppliers_of(tables)
    if AUDITOR in coalition:
        return Learned("books", facts={"statements": len(tables[AUDITOR])})
    for reader in _READERS.get(outcome.technique, ()):
        if reader in coalition:
            read = _in_clear(view_of(outcome, reader), suppliers, tables)
            table = statements_table(read, words)
            return Learned("all", facts={"statements": len(read)}, table=table)
    together = [one for one in suppliers if one in coalition]
    left = [one for one in suppliers if one not in coalition]
    if outcome.technique == ZERO_KNOWLEDGE and PRODUCER in coalition:
        mass, recycled = totals(view_of(outcome, PRODUCER)).T
        if len(left) == 1:
            return _last(left[0], together, tables, words, mass=mass, recycled=recycled)
        share = words.percent(float(100 * recycled[0] / mass[0]))
        return Learned("totals", facts={"product": _first(tables), "share": share})
    if len(left) == 1:
        mass = in_order(tables[PRODUCER])["weight"].to_numpy(np.int64)
        return _last(left[0], together, tables, words, mass=mass)
    return Learned("files") if len(together) > 1 else Learned("nothing")


def totals(view: View) -> NDArray[np.int64]:
    """Return what the producer puts together: per product the mass and the recycled mass.

    Parameters
    ----------
    view : View
        Of the producer.

    Returns
    -------
    ndarray of int64, shape (n_products, 2)
    """
    sums = [_numbers(message.values()) for message in view.find("sums of parts")]
    whole = [sum(parts) % ORDER for parts in zip(*sums, strict=True)]
    return np.array(whole[::2], dtype=object).astype(np.int64).reshape(-1, 2)


def _numbers(column: NDArray[np.uint8]) -> list[int]:
    """Read numbers of the group."""
    return [int.from_bytes(one, "little") for one in pieces(column.tobytes(), NUMBER_BYTES)]


def _last(
    name: str, together: Sequence[str], tables: Tables, words: Words, **sums: NDArray[np.int64]
) -> Learned:
    """Subtract what the coalition knows from the sums; what is left is the last supplier's."""
    left = {
        what: column - sum(in_order(tables[one])[what].to_numpy(np.int64) for one in together)
        for what, column in sums.items()
    }
    frame = in_order(tables[PRODUCER])[["product"]].assign(supplier=name, **left)
    gain = "last" if "recycled" in left else "mass"
    facts = {"supplier": words.party(name), "product": _first(tables), "mass": int(left["mass"][0])}
    facts["recycled"] = int(left["recycled"][0]) if "recycled" in left else ""
    return Learned(gain, facts=facts, table=statements_table(frame, words))


def _first(tables: Tables) -> str:
    """Return the number of the first product as it is written, without separators."""
    return str(tables[PRODUCER]["product"].min())


def _in_clear(view: View, suppliers: Sequence[str], tables: Tables) -> pd.DataFrame:
    """Return the statements that a party was simply sent."""
    products = in_order(tables[PRODUCER])["product"]
    columns = {
        name: [message.values() for message in view.find(name)]
        for name in ("mass", "recycled", "origin")
    }
    frames = [
        pd.DataFrame({name: column[place] for name, column in columns.items()}).assign(
            product=products, supplier=supplier
        )
        for place, supplier in enumerate(suppliers)
    ]
    return pd.concat(frames, ignore_index=True).sort_values("product", kind="stable")


def statements_table(read: pd.DataFrame, words: Words) -> str:
    """Show the first statements as HTML.

    Parameters
    ----------
    read : DataFrame
        Columns ``product`` and ``supplier``, and of ``mass``, ``recycled`` and ``origin`` what is
        known.
    words : Words
    """
    first = read.head(ROWS)
    shown = {
        "product": [str(one) for one in first["product"]],
        "supplier": [words.heading(one) for one in first["supplier"]],
    }
    for name in ("mass", "recycled"):
        if name in first:
            shown[name] = [words("grams", grams=words.number(one)) for one in first[name]]
    if "origin" in first:
        shown["origin"] = [ORIGINS[at] for at in first["origin"].tolist()]
    frame = pd.DataFrame(shown)
    return table_html(
        frame,
        lang=words.lang,
        caption=words("collusion_caption"),
        headers={name: words(f"column_{name}") for name in frame.columns},
    )
