"""What uses of a technique come to in euros and energy, as a table, and how far to trust that."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median

from pet_workbench.bench import Record, costs
from pet_workbench.bench.costs import Bill, Estimate, Use
from pet_workbench.bench.matrix.names import people, technique_name
from pet_workbench.core import PetError
from pet_workbench.viz.evidence_bills import bill_text
from pet_workbench.viz.evidence_words import time_text
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.evidence.exhibits import written_table

COLUMNS = ("technique", "basis", "seconds", "euro", "kwh")


def uses_at(records: Sequence[Record], n: int) -> dict[str, Use]:
    """Return what each technique takes at a size, of those of which that can be said.

    Parameters
    ----------
    records : sequence of Record
        Of one case and machine.
    n : int
    """
    by_technique: dict[str, list[Record]] = {}
    for record in records:
        by_technique.setdefault(record.technique, []).append(record)
    found = {}
    for id, measured in by_technique.items():
        try:
            found[id] = costs.use_at(measured, n)
        except PetError:  # too few sizes, or too far from them: the table leaves it out
            continue
    return found


def bills_table(
    uses: Mapping[str, Use], bills: Mapping[str, Bill], words: Words, *, case: str, n: int
) -> str:
    """Return time, euros and energy per technique, each with its range, as HTML."""
    lang = words.lang
    rows = [
        [
            technique_name(case, id, lang),
            words("money_measured" if uses[id].is_measured else "money_predicted"),
            ranged(bill.seconds, lambda seconds: time_text(seconds, lang), words),
            ranged(bill.euro, lambda euros: bill_text(euros, "euro", lang), words),
            ranged(bill.kwh, lambda kwh: bill_text(kwh, "kwh", lang), words),
        ]
        for id, bill in bills.items()
    ]
    return written_table(
        [words(f"money_head_{name}") for name in COLUMNS],
        rows,
        words,
        caption=words("money_caption", people=people(case, n, lang)),
    )


def ranged(estimate: Estimate, write: Callable[[float], str], words: Words) -> str:
    """Write an estimate with its range; what is exact without."""
    middle, low, high = (write(value) for value in (estimate.middle, estimate.low, estimate.high))
    return middle if low == high else words("money_ranged", middle=middle, low=low, high=high)


def validation_said(words: Words) -> str:
    """Say how far the network model was from runs on an imitated network."""
    errors = [abs(row.error) for row in costs.validation().rows]
    if not errors:
        return words("money_unchecked")
    return words(
        "money_checked",
        runs=words.number(len(errors)),
        middle=words.percent(round(100 * median(errors))),
        worst=words.percent(round(100 * max(errors))),
    )
