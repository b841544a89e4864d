"""What goes with a file of synthetic rows: what it is, what was measured, and what it is not for.

Ids and numbers only; the words are for who shows it.

Arithmetic only.  Utility and risk are measured on the real table: they are for the data holder to
judge by, and to publish if figures over all rows may be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pet_workbench.synthetic import generator
from pet_workbench.synthetic.description import Description
from pet_workbench.synthetic.generator import PROMISE, Fitted
from pet_workbench.synthetic.risk.interval import Risk
from pet_workbench.synthetic.utility import Distances, Refit

ALWAYS = ("decisions-about-people", "small-groups", "proof-about-a-person")
"""What no synthetic rows are for, however they were made."""
NOT_FOR: Mapping[str, tuple[str, ...]] = {
    generator.MARGINALS: ("relations-between-columns", "promise-without-proof"),
    generator.CART: ("publication", "sharing-without-agreement"),
    generator.PRIVATE: ("relations-of-three-columns", "second-release-without-budget"),
    generator.COPY: ("publication", "sharing-without-agreement", "any-use"),
    generator.INDEPENDENT: ("publication", "relations-between-columns"),
}


@dataclass(frozen=True, kw_only=True)
class DataSheet:
    """What a file of synthetic rows is.

    Attributes
    ----------
    generator, promise : str
        Of `GENERATORS`, and what its name promises.
    columns : mapping
        The public description.
    rows, learned_from : int or None
        In the file, and in the table; the second is not told of private rows.
    settings : mapping
    budget : mapping or None
        Epsilon, delta, rho and terms; None of what is not paid for.
    utility, risks : mapping
        What was measured; empty if nothing was.
    not_for : tuple of str
        Ids of what it must not be used for.
    """

    generator: str
    promise: str
    columns: Mapping[str, Any]
    rows: int
    learned_from: int | None
    settings: Mapping[str, Any]
    budget: Mapping[str, Any] | None = None
    utility: Mapping[str, Any] = field(default_factory=dict)
    risks: Mapping[str, Any] = field(default_factory=dict)
    not_for: tuple[str, ...] = ALWAYS

    def to_mapping(self) -> dict[str, Any]:
        """Return it as plain values, that JSON can hold."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**found, "not_for": list(self.not_for)}


def datasheet(
    fitted: Fitted,
    description: Description,
    *,
    rows: int,
    learned_from: int,
    apart: Distances | None = None,
    auc: Mapping[str, float] | None = None,
    refits: Mapping[str, Refit] | None = None,
    risks: Sequence[Risk] = (),
) -> DataSheet:
    """Return the data sheet of rows that were drawn.

    Parameters
    ----------
    fitted : Fitted
    description : Description
    rows : int
        How many were drawn.
    learned_from : int
        How many rows the table had; left out of the sheet of private rows, as it may be private.
    apart : Distances, optional
    auc : mapping of str to float, optional
        Area under the curve by what it was learned from: "synthetic" and "real".
    refits : mapping of str to Refit, optional
        By the name of the analysis.
    risks : sequence of Risk
        Every attack that was tried, also those that found nothing.
    """
    is_private = fitted.generator == generator.PRIVATE
    return DataSheet(
        generator=fitted.generator,
        promise=PROMISE[fitted.generator],
        columns=description.describe(),
        rows=rows,
        learned_from=None if is_private else learned_from,
        settings=dict(fitted.settings),
        budget=getattr(fitted, "budget", None),
        utility=_utility(apart, auc or {}, refits or {}),
        risks={one.attack: _risk(one) for one in risks},
        not_for=(*ALWAYS, *NOT_FOR[fitted.generator]),
    )


def _utility(
    apart: Distances | None, auc: Mapping[str, float], refits: Mapping[str, Refit]
) -> dict[str, Any]:
    """Return what was measured of use, as plain values."""
    found: dict[str, Any] = {}
    if apart is not None:
        found["total_variation"] = {"single": apart.mean_single, "pairs": apart.mean_pairs}
    if auc:
        found["auc"] = dict(auc)
    if refits:
        found["refits"] = {
            name: {
                "names": list(one.real.names),
                "real": one.real.values.tolist(),
                "synthetic": one.synthetic.values.tolist(),
                "overlap": one.overlap.tolist(),
            }
            for name, one in refits.items()
        }
    return found


def _risk(risk: Risk) -> dict[str, Any]:
    """Return what an attack found, as plain values."""
    return {
        "attacks": risk.attacks,
        "successes": risk.successes,
        "control_attacks": risk.control_attacks,
        "control_successes": risk.control_successes,
        "risk": risk.value,
        "interval": list(risk.interval()),
    }
