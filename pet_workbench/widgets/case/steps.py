"""What a message is for, in the reader's words: found by its step, or composed from a related one.

Protocols of `sharing` name their steps for those who follow them closely.  For a reader the many
steps of one multiplication or comparison are one thing, and a step that nobody put into words yet
is simply a step on the way.
"""

import re
from collections.abc import Mapping, Sequence

KINDS: Mapping[str, Sequence[str]] = {
    "comparison": (
        "and",
        "bit_product_half",
        "carry",
        "carry_half",
        "masked_bits",
        "masked_planes",
    ),
    "rounding": ("masked_sign", "sign_product_half", "truncated_part"),
    "shuffle": ("new_part", "shuffled_once", "shuffled_twice"),
    "product": (
        "cells_kept",
        "column_of_matched_rows",
        "curve",
        "inner_product",
        "kept",
        "most_of_withheld_cells",
        "normalised_count",
        "normalised_numerator",
        "product",
        "product_of_sums",
        "rest_is_safe",
        "rests_kept",
        "selected",
        "square_of_mean",
        "square_of_score",
        "square_of_sum",
        "sum_of_products",
        "sum_of_squares",
        "wide_product",
    ),
}
"""Steps that are one thing for a reader, by the words for it."""
SHOWN_AS: Mapping[str, str] = {name: kind for kind, names in KINDS.items() for name in names}
SUFFIXES = ("hash", "key")
"""Last words of steps that go with another one: ``step_hash`` and ``step_key`` say how."""
_PART = re.compile(r"(.+) part (\d+)")


def slug(name: str) -> str:
    """Return `name` as a part of a catalogue key.

    Examples
    --------
    >>> slug("Gemeente Utrecht"), slug("masked numbers"), slug("secret-sharing:bitmap")
    ('gemeente_utrecht', 'masked_numbers', 'secret-sharing-bitmap')
    """
    return re.sub(r"[^a-z0-9-]+", "_", re.sub("[:+]", "-", name.lower())).strip("_")


def names(step: str) -> tuple[str, ...]:
    """Return the names under which the words for a step may stand: own, numberless, its kind.

    Examples
    --------
    >>> names("households found"), names("shuffled once 2")
    (('households_found',), ('shuffled_once_2', 'shuffled_once', 'shuffle'))
    """
    own = slug(step)
    plain = re.sub(r"_?\d+", "", own).strip("_")
    found = (own, plain, SHOWN_AS.get(plain, plain))
    return tuple(dict.fromkeys(found))


def base(step: str) -> tuple[str, str, str] | None:
    """Return how a step goes with another one: the words for how, the other step, and a number.

    Examples
    --------
    >>> base("too few hash"), base("debts part 2"), base("positions")
    (('hash', 'too few', ''), ('part', 'debts', '2'), None)
    """
    part = _PART.fullmatch(step)
    if part:
        return "part", part[1], part[2]
    before, _, last = step.rpartition(" ")
    return (last, before, "") if before and last in SUFFIXES else None
