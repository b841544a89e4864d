"""The columns of the matrix: kinds of technique, and of which kinds a technique is."""

import re

from pet_workbench.core import ParameterError

KINDS = (
    "plain-exchange",
    "trusted-third-party",
    "hashed-ids",
    "suppression",
    "secret-sharing",
    "private-set-intersection",
    "homomorphic",
    "differential-privacy",
    "local-differential-privacy",
    "synthetic-data",
    "federated-learning",
    "zero-knowledge-proofs",
    "trusted-execution",
)
"""Without protection first, then the anti-example and the simple one, then PETs."""
CONTRASTS = frozenset({"plain-exchange", "trusted-third-party", "hashed-ids"})
"""Kinds that show what a PET is compared with; they are none."""
_OTHER_NAMES = {
    "masked-ring": "secret-sharing",
    "synthetic": "synthetic-data",
    "federated": "federated-learning",
    "zero-knowledge": "zero-knowledge-proofs",
    "enclave": "trusted-execution",
}
_NOISY_VARIANTS = {"synthetic:private": ("synthetic-data", "differential-privacy")}
"""Variants that are of a second kind by themselves: a generator that learns with noise."""


def kinds_of(technique: str) -> tuple[str, ...]:
    """Return the kinds of a technique, by its id; a combination is of each of its parts' kinds.

    Raises
    ------
    ParameterError
        If a part is of no kind that is known.

    Examples
    --------
    >>> kinds_of("secret-sharing:pseudonyms"), kinds_of("masked-ring")
    (('secret-sharing',), ('secret-sharing',))
    >>> kinds_of("secret-sharing+differential-privacy")
    ('secret-sharing', 'differential-privacy')
    >>> kinds_of("synthetic:cart"), kinds_of("synthetic:private")
    (('synthetic-data',), ('synthetic-data', 'differential-privacy'))
    """
    kinds = tuple(dict.fromkeys(kind for part in technique.split("+") for kind in _kinds(part)))
    for kind in kinds:
        check_kind(kind)
    return kinds


def _kinds(part: str) -> tuple[str, ...]:
    """Return the kinds of one part of a technique, without checking them."""
    base = part.split(":", maxsplit=1)[0]
    return _NOISY_VARIANTS.get(part, (_OTHER_NAMES.get(base, base),))


def check_kind(kind: str) -> None:
    """Refuse a kind that the matrix has no column for.

    Raises
    ------
    ParameterError
        If it has none.
    """
    if kind not in KINDS:
        raise ParameterError(
            "errors.bench_matrix_kind",
            "need one of the kinds of technique {known}, got {kind}; a new kind is added in "
            "bench/matrix/kinds.py, with its name in the catalogues",
            known=", ".join(KINDS),
            kind=kind,
        )


def address(case: str, kind: str) -> str:
    """Return where a cell stands on a page or in a report: the id to link to.

    Examples
    --------
    >>> address("aio", "secret-sharing")
    'matrix-aio-secret-sharing'
    """
    check_kind(kind)
    return f"matrix-{re.sub('[^a-z0-9]+', '-', case.lower()).strip('-')}-{kind}"
