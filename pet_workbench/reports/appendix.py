"""What the benchmark report ends with: prices, machines, versions, and the records themselves."""

from collections.abc import Sequence

from pet_workbench.bench import Record, costs
from pet_workbench.bench.costs import words
from pet_workbench.i18n import listing, number, size
from pet_workbench.reports.facts import Facts
from pet_workbench.reports.html import Html, element, paragraphs, section, together
from pet_workbench.reports.overview import when
from pet_workbench.reports.page import download
from pet_workbench.viz.evidence import machine_of
from pet_workbench.viz.evidence_words import significant

FILE_NAME = "pet-workbench-records.jsonl"


def prices_html(facts: Facts) -> Html:
    """Return the unit prices, each with its range and its source.

    Parameters
    ----------
    facts : Facts
    """
    rows = [_price(price, facts) for price in facts.prices]
    head = ("price", "value", "range", "unit", "source", "how")
    shown = facts.table(facts("prices_caption"), head, rows)
    key = "included" if facts.prices.electricity_in_core_hour else "apart"
    return section(
        facts("prices_title"),
        paragraphs(
            facts("prices_intro"),
            facts(f"electricity_{key}"),
            words.outside(facts.prices, facts.lang),
        ),
        shown,
        id="prices",
    )


def _price(price: costs.Price, facts: Facts) -> tuple[str, ...]:
    lang = facts.lang
    low, high = (significant(bound, lang) for bound in (price.low, price.high))
    source = [words.source(price, lang)]
    if price.url and price.is_published:
        source.append(price.url)
    return (
        words.price_name(price, lang),
        significant(price.value, lang),
        facts("from_to", low=low, high=high),
        words.unit(price, lang),
        "; ".join(source),
        words.why(price, lang),
    )


def machines_html(facts: Facts) -> Html:
    """Return the machines, versions and commits.

    Parameters
    ----------
    facts : Facts
    """
    rows = []
    for machine, letter in facts.letters.items():
        mine = [record for record in facts.records if machine_of(record) == machine]
        rows.append(_machine(facts, letter, mine))
    head = ("machine", "processor", "cores", "ram", "system", "load", "records", "dates", "commit")
    versions = [
        (name, listing(sorted(found), facts.lang)) for name, found in _versions(facts).items()
    ]
    return section(
        facts("machines_title"),
        paragraphs(facts("machines_intro")),
        facts.table(facts("machines_caption"), head, rows),
        facts.table(facts("versions_caption"), ("library", "version"), versions),
        id="machines",
    )


def _machine(facts: Facts, letter: str, records: Sequence[Record]) -> tuple[str, ...]:
    first, lang = records[0].machine, facts.lang
    dates = sorted(record.date for record in records)
    loads = [_number(record.machine.get("load", "")) for record in records]
    known = [load for load in loads if load is not None]
    load = facts("unknown")
    if known:
        low, high = (number(end, lang, digits=1) for end in (min(known), max(known)))
        load = facts("from_to", low=low, high=high)
    return (
        letter,
        first.get("processor", "?"),
        first.get("cores", "?"),
        f"{first.get('memory_gb', '?')} GB",
        first.get("system", "?"),
        load,
        number(len(records), lang),
        when(facts, dates[0], dates[-1]),
        listing(list(dict.fromkeys(record.commit for record in records)), lang),
    )


def _number(written: str) -> float | None:
    """Read a load; None where nobody counted it."""
    try:
        return float(written)
    except ValueError:
        return None


def _versions(facts: Facts) -> dict[str, set[str]]:
    """Return the versions of each library in the records."""
    found: dict[str, set[str]] = {}
    for record in facts.records:
        for name, version in record.versions.items():
            found.setdefault(name, set()).add(version)
    return found


def records_html(facts: Facts) -> Html:
    """Return all records as a file inside the page.

    Parameters
    ----------
    facts : Facts
    """
    lines = [*facts.records, *facts.stopped]
    content = "".join(f"{line.to_json()}\n" for line in lines).encode()
    label = facts(
        "download", count=number(len(lines), facts.lang), size=size(len(content), facts.lang)
    )
    link = download(label, content, name=FILE_NAME, kind="application/x-ndjson")
    return section(
        facts("records_title"),
        together(paragraphs(facts("records_intro")), element("p", link)),
        id="records",
    )
