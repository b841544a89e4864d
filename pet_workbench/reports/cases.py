"""One case of the benchmark report: techniques side by side, costs, and what was left out."""

from collections.abc import Callable
from functools import partial

from pet_workbench import bench
from pet_workbench.bench import Record, costs
from pet_workbench.bench.matrix import (
    case_name,
    reading,
    technique_name,
)
from pet_workbench.bench.matrix.names import people
from pet_workbench.core import PROFILES, DataError, PetError
from pet_workbench.datasets import data_path
from pet_workbench.i18n import error_text, number
from pet_workbench.reports.evidence import (
    left_out_html,
    links_html,
    measured_html,
    told_html,
    why_not_html,
)
from pet_workbench.reports.facts import Facts
from pet_workbench.reports.html import (
    Html,
    element,
    items,
    paragraphs,
    section,
    together,
)
from pet_workbench.usecases import get
from pet_workbench.usecases import names as known_cases
from pet_workbench.viz.evidence import Exhibit, machine_of
from pet_workbench.viz.evidence_bills import OF, bill_text, bills_exhibit
from pet_workbench.viz.evidence_networks import networks_exhibit
from pet_workbench.viz.evidence_scaling import scaling_exhibit
from pet_workbench.viz.evidence_trade import trade_off_exhibit

WAN = next(profile for profile in PROFILES if profile.id == "wan")


def case_html(facts: Facts, case: str) -> Html:
    """Return all there is about one case.

    Parameters
    ----------
    facts : Facts
    case : str
        One of its cases.
    """
    name = case_name(case, facts.lang)
    parts = [
        _reading(facts, case),
        measured_html(facts, case),
        links_html(facts, case),
        told_html(facts, case),
        *_figures(facts, case),
        _bill(facts, case),
        why_not_html(facts, case),
        left_out_html(facts, case),
    ]
    back = element("p", element("a", facts("to_top"), href="#contents"))
    return section(name, *parts, back, id=f"case-{case}")


def _reading(facts: Facts, case: str) -> Html:
    """Say in a paragraph what was found."""
    if not facts.is_judged(case) or facts.matrix is None:
        return paragraphs(facts("not_judged"))
    return element("p", reading(facts.matrix, case, facts.lang), class_="lead")


def _figures(facts: Facts, case: str) -> list[Html]:
    """Return the figures of the case, those that its records allow."""
    records, lang = [*facts.of(case), *_on_networks(facts, case)], facts.lang
    scaling = {}
    if case not in known_cases():
        scaling["to"] = max(record.n for record in records)
    makers: list[tuple[str, list[Callable[[], Exhibit]]]] = [
        (
            "growth_title",
            [
                partial(scaling_exhibit, records, quantity=one, lang=lang, **scaling)
                for one in ("seconds", "bytes")
            ],
        ),
        ("networks_title", [partial(networks_exhibit, records, lang=lang)]),
        ("trade_title", [partial(trade_off_exhibit, records, lang=lang)]),
    ]
    return [
        together(element("h3", facts(title)), *(_shown(facts, make) for make in group))
        for title, group in makers
    ]


def _on_networks(facts: Facts, case: str) -> list[Record]:
    """Return the runs of the case over emulated networks that come with the workbench."""
    own = machine_of(facts.records[0])
    found = bench.records(folder=data_path() / "benchmarks" / "network")
    return [
        one
        for one in found
        if one.case == case and one.network != bench.IN_PROCESS and machine_of(one) == own
    ]


def _shown(facts: Facts, make: Callable[[], Exhibit]) -> Html:
    """Return a figure, or say why there is none."""
    try:
        return facts.show(make())
    except DataError as error:
        return paragraphs(error_text(error, facts.lang))


def _bill(facts: Facts, case: str) -> Html:
    """Return euros and kilowatt-hours for the whole country, on a national network."""
    if case not in known_cases():
        return Html("")
    n, bills, without = get(case).sizes[-1], {}, []
    own = machine_of(facts.records[0])
    here = [one for one in facts.here if one.case == case and machine_of(one) == own]
    for technique in dict.fromkeys(record.technique for record in here):
        some = [record for record in here if record.technique == technique]
        try:
            bills[technique] = costs.bill(costs.use_at(some, n), facts.prices, WAN)
        except PetError:
            name = technique_name(case, technique, facts.lang)
            without.append(facts("no_bill", name=name, people=people(case, n, facts.lang)))
    parts = [element("h3", facts("bill_title"))]
    if bills:
        parts += [
            facts.show(bills_exhibit(bills, case=case, of=of, n=n, lang=facts.lang)) for of in OF
        ]
        co2 = max(bills.values(), key=lambda bill: bill.co2_kg.middle)
        said = bill_text(co2.kwh.middle, "kwh", facts.lang)
        grams = number(1000 * co2.co2_kg.middle, facts.lang, digits=1)
        parts.append(paragraphs(facts("co2", kwh=said, grams=grams)))
    return together(*parts, items(without))
