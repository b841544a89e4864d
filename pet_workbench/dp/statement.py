"""What to publish with a release: the privacy statement, for machines and for people.

A `Statement` is one JSON document:

==============================  ====================================================
``schema``, ``version``         ``"pet-workbench privacy statement"`` and 1
``made``, ``software``          moment in UTC; name and version
``responsible``                 who answers for the release
``dataset``                     id of the data
``unit``, ``neighbours``        whose privacy, and against what, as in `Terms`
``accounting``                  how the ledger adds up, as in `ledger.filters`
``budget``, ``spent``, ``left`` ``epsilon`` and ``delta`` of the ledger: of all its
                                releases at most, so far, and still
``entries``, ``answers``        how many the ledger has; a batch is one entry
``releases``                    a list, see below
==============================  ====================================================

Each release:

=======================  ===========================================================
``entry``, ``at``        number in the ledger, and moment in UTC
``asker``, ``purpose``   as in the ledger
``query``                the declaration: kind, columns, bounds, categories, terms
``loss``                 ``epsilon``, ``delta``, ``rho``, ``rho_delta`` of the entry
``noise``                per part: ``part``, ``numbers``, ``distribution``, ``spread``
                         and ``margin``, within which 95 % of the noise stays
``released``             the whole numbers that were released, by part
``value``, ``interval``  the answer, and ``confidence``, ``low``, ``high``; of
                         quantiles these two are shares of the data, not values
``secure_randomness``    false when a teaching seed made the noise predictable
=======================  ===========================================================

Epsilons, deltas and rhos are decimals in texts: exact, or rounded to the side that promises less.
Numbers that are not finite are null.

Protects: nothing by itself; it holds only what was released, so it can be published with it.
Does not protect: purposes and names that should not be published; read them first.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from fractions import Fraction
from importlib.metadata import version
from typing import Any

import numpy as np

from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.ledger import Ledger
from pet_workbench.dp.ledger.head import moment, plain
from pet_workbench.dp.query import NoisyTotals, Query
from pet_workbench.dp.release import Release
from pet_workbench.dp.statement_words import as_html, as_markdown, as_text
from pet_workbench.i18n import Language

SCHEMA = "pet-workbench privacy statement"
VERSION = 1
CONFIDENCE = 0.95
DECIMALS = 12
FIELDS: dict[str, type] = {
    "schema": str,
    "version": int,
    "made": str,
    "software": dict,
    "responsible": str,
    "dataset": str,
    "unit": str,
    "neighbours": str,
    "accounting": str,
    "budget": dict,
    "spent": dict,
    "left": dict,
    "entries": int,
    "answers": int,
    "releases": list,
}
RELEASE_FIELDS: dict[str, type] = {
    "entry": int,
    "at": str,
    "asker": str,
    "purpose": str,
    "query": dict,
    "loss": dict,
    "noise": list,
    "released": dict,
    "value": object,
    "interval": dict,
    "secure_randomness": bool,
}


@dataclass(frozen=True)
class Statement:
    """The privacy statement of one or more releases.

    Attributes
    ----------
    document : dict
        As the module says; plain values only.

    Examples
    --------
    >>> import numpy as np
    >>> from pet_workbench import dp
    >>> table = dp.PrivateTable({"age": np.array([64.0] * 900)}, dataset="lesson")
    >>> ledger = dp.Ledger.temporary(
    ...     dataset="lesson", unit="person", neighbours="add-remove", epsilon=1)
    >>> terms = dp.Terms(unit="person", neighbours="add-remove")
    >>> session = dp.Session(table, ledger, asker="trainer", teaching_seed=1)
    >>> release = session.ask(dp.Count(epsilon=0.5, terms=terms), purpose="a lesson")
    >>> statement = make_statement([release], ledger, responsible="the trainer")
    >>> statement.document["left"]
    {'epsilon': '0.5', 'delta': '0'}
    >>> read_statement(statement.to_json()) == statement
    True
    """

    document: dict[str, Any]

    def to_json(self) -> str:
        """Return the document as JSON."""
        return json.dumps(self.document, ensure_ascii=False, allow_nan=False, indent=2) + "\n"

    def text(self, lang: Language) -> str:
        """Return the statement in words, as plain text."""
        return as_text(self.document, lang)

    def markdown(self, lang: Language) -> str:
        """Return the statement in words, as Markdown."""
        return as_markdown(self.document, lang)

    def html(self, lang: Language) -> str:
        """Return the statement in words, as a page of HTML."""
        return as_html(self.document, lang)


def make_statement(releases: Sequence[Release], ledger: Ledger, *, responsible: str) -> Statement:
    """Return the statement of releases that were paid from one ledger.

    Parameters
    ----------
    releases : sequence of Release
    ledger : Ledger
    responsible : str
        Who answers for the release: an organisation, not a person.

    Raises
    ------
    PromiseError
        If there are no releases, or one is not in the ledger.
    """
    entries = ledger.entries
    if not releases or any(release.entry not in entries for release in releases):
        raise PromiseError(
            "errors.dp_statement_releases",
            "need one or more releases that are in this ledger, got {count} releases",
            count=len(releases),
        )
    head, spent, left = ledger.head, ledger.spent, ledger.remaining
    document = {
        "schema": SCHEMA,
        "version": VERSION,
        "made": moment(),
        "software": {"name": "pet-workbench", "version": version("pet-workbench")},
        "responsible": plain("responsible", responsible),
        "dataset": head.dataset,
        "unit": head.unit,
        "neighbours": head.neighbours,
        "accounting": head.filter.accounting,
        "budget": {"epsilon": more(head.filter.epsilon), "delta": more(head.filter.delta)},
        "spent": {"epsilon": more(spent.epsilon), "delta": more(spent.delta)},
        "left": {"epsilon": less(left.epsilon), "delta": less(left.delta)},
        "entries": len(entries),
        "answers": sum(len(entry.query.get("queries", [0])) for entry in entries),
        "releases": [_described(release) for release in releases],
    }
    return Statement(document)


def read_statement(written: str) -> Statement:
    """Return a statement that was written by `Statement.to_json`.

    Parameters
    ----------
    written : str
        JSON.

    Raises
    ------
    PromiseError
        If it is no statement of this version.
    """
    try:
        document = json.loads(written)
    except ValueError as error:
        raise _no_statement(str(error)) from error
    _check_fields(document, FIELDS)
    if (document["schema"], document["version"]) != (SCHEMA, VERSION):
        raise _no_statement(f"{document['schema']} {document['version']}")
    for release in document["releases"]:
        _check_fields(release, RELEASE_FIELDS)
    return Statement(document)


def more(number: Fraction) -> str:
    """Write a number as a decimal, exactly or rounded upwards.

    Examples
    --------
    >>> more(Fraction(1, 8)), more(Fraction(1, 3)), more(Fraction(1, 10**6)), more(Fraction(20))
    ('0.125', '0.333333333334', '0.000001', '20')
    """
    return _decimal(math.ceil(number * 10**DECIMALS))


def less(number: Fraction) -> str:
    """Write a number as a decimal, exactly or rounded downwards."""
    return _decimal(math.floor(number * 10**DECIMALS))


def _decimal(scaled: int) -> str:
    """Write a whole number of parts of ``10**DECIMALS``."""
    digits = f"{abs(scaled):0{DECIMALS + 1}d}"
    written = f"{digits[:-DECIMALS]}.{digits[-DECIMALS:]}".rstrip("0").rstrip(".")
    return f"-{written}" if scaled < 0 else written


def _described(release: Release) -> dict[str, Any]:
    """Return what the document says of one release."""
    entry, (low, high) = release.entry, release.interval(CONFIDENCE)
    return {
        "entry": entry.number,
        "at": entry.at,
        "asker": entry.asker,
        "purpose": entry.purpose,
        "query": _plain(release.query.describe()),
        "loss": {name: more(value) for name, value in vars(entry.loss).items()},
        "noise": _noise(release.query),
        "released": _plain(release.noisy),
        "value": _plain(release.value),
        "interval": {"confidence": CONFIDENCE, "low": _plain(low), "high": _plain(high)},
        "secure_randomness": release.is_secure_randomness,
    }


def _noise(query: Query) -> list[dict[str, Any]]:
    """Return the noise of each part of noisy totals; other queries declare theirs themselves."""
    if not isinstance(query, NoisyTotals):
        return []
    return [
        {
            "part": part.name,
            "numbers": part.cells,
            **part.noise.describe(),
            "margin": part.noise.quantile(CONFIDENCE),
        }
        for part in query.parts
    ]


def _plain(value: Any) -> Any:
    """Return a value of numbers, texts, lists and dicts only."""
    if isinstance(value, np.ndarray | np.generic):
        return _plain(value.tolist())
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _check_fields(found: Any, fields: dict[str, type]) -> None:
    """Refuse what lacks a field, or has another."""
    if not isinstance(found, dict):
        raise _no_statement(type(found).__name__)
    wrong = sorted(found.keys() ^ fields.keys())
    wrong += [
        name for name, kind in fields.items() if name in found and not isinstance(found[name], kind)
    ]
    if wrong:
        raise _no_statement(", ".join(wrong))


def _no_statement(reason: str) -> PromiseError:
    return PromiseError(
        "errors.dp_statement",
        "need a privacy statement of version {version}, got something else: {reason}",
        version=VERSION,
        reason=reason,
    )
