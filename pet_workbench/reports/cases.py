"""One case of the benchmark report: techniques side by side, costs, and what was left out."""

from collections.abc import Callable
from functools import partial

from pet_workbench.bench import Record, costs, plan
from pet_workbench.bench.matrix import (
    Fits,
    case_name,
    reading,
    say,
    technique_name,
    tell,
)
from pet_workbench.bench.matrix.names import error_words, people
from pet_workbench.bench.matrix.told import attack_words
from pet_workbench.core import PROFILES, DataError, PetError
from pet_workbench.i18n import error_text, number
from pet_workbench.reports.facts import Facts
from pet_workbench.reports.html import (
    Html,
    element,
    folded,
    items,
    paragraphs,
    section,
    table,
    together,
)
from pet_workbench.usecases import get
from pet_workbench.usecases import names as known_cases
from pet_workbench.viz.evidence import Exhibit, common_size, machine_of
from pet_workbench.viz.evidence_bills import OF, bill_text, bills_exhibit
from pet_workbench.viz.evidence_networks import networks_exhibit
from pet_workbench.viz.evidence_scaling import scaling_exhibit
from pet_workbench.viz.evidence_trade import trade_off_exhibit
from pet_workbench.viz.evidence_words import bytes_text, time_text

WAN = next(profile for profile in PROFILES if profile.id == "wan")
_MEASURES = ("size", "time", "spread", "cpu", "bytes", "memory", "rounds", "error")


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
        _measured(facts, case),
        _links(facts, case),
        _told(facts, case),
        *_figures(facts, case),
        _bill(facts, case),
        _why_not(facts, case),
        _left_out(facts, case),
    ]
    return section(name, *parts, id=f"case-{case}")


def _is_judged(facts: Facts, case: str) -> bool:
    return facts.matrix is not None and case in facts.matrix.cases


def _reading(facts: Facts, case: str) -> Html:
    """Say in a paragraph what was found."""
    if not _is_judged(facts, case) or facts.matrix is None:
        return paragraphs(facts("not_judged"))
    return element("p", reading(facts.matrix, case, facts.lang), class_="lead")


def _measured(facts: Facts, case: str) -> Html:
    """Return a row per technique and machine at the smallest and at the largest size."""
    groups: dict[tuple[object, str], list[Record]] = {}
    for record in facts.here:
        if record.case == case:
            groups.setdefault((machine_of(record), record.technique), []).append(record)
    rows = []
    for group in groups.values():
        ends = sorted(group, key=lambda one: one.n)
        for record in ends[:1] if len(ends) == 1 else (ends[0], ends[-1]):
            rows.append((facts.name(record), *_cells(facts, record)))
    name = case_name(case, facts.lang)
    shown = facts.table(facts("measured_caption", case=name), ("technique", *_MEASURES), rows)
    return together(
        element("h3", facts("measured_title")), shown, paragraphs(facts("measured_note"))
    )


def _cells(facts: Facts, record: Record) -> tuple[str, ...]:
    """Write what a record measured."""
    lang, (low, high) = facts.lang, record.seconds_spread
    peak = record.peak_most
    return (
        number(record.n, lang),
        time_text(record.seconds_median, lang),
        facts("from_to", low=time_text(low, lang), high=time_text(high, lang)),
        time_text(record.cpu_median, lang),
        bytes_text(record.bytes, lang),
        facts("unknown") if peak is None else bytes_text(peak * 1e6, lang),
        number(record.rounds, lang),
        _error(facts, record),
    )


def _error(facts: Facts, record: Record) -> str:
    """Write the error in the unit of its case; without one, as it is."""
    if not record.error:
        return facts("error_none")
    if not _is_judged(facts, record.case):
        return number(record.error, facts.lang, digits=3)
    return error_words(record.case, record.technique, record.error, facts.lang)


def _links(facts: Facts, case: str) -> Html:
    """Return what went from whom to whom, at the largest size that all techniques share."""
    here = [record for record in facts.here if record.case == case]
    n, lang = common_size(here), facts.lang
    rows = [
        (
            facts.name(record),
            facts("link", sender=link.sender, receiver=link.receiver),
            number(link.messages, lang),
            bytes_text(link.bytes, lang),
            number(link.rounds, lang),
        )
        for record in here
        if record.n == n
        for link in record.links
    ]
    if not rows:
        return Html("")
    caption = facts("links_caption", people=people(case, n, lang))
    shown = facts.table(caption, ("technique", "link", "messages", "bytes", "rounds"), rows)
    return folded(caption, shown)


def _told(facts: Facts, case: str) -> Html:
    """Return who gets to know what, and what the attack got."""
    if _is_judged(facts, case) and facts.matrix is not None:
        told = [tell(one, facts.lang) for one in facts.matrix.evidence(case)]
        rows: list[tuple[object, ...]] = [
            (one.name, one.answers, one.released, items(one.leaks), one.accuracy, one.attack)
            for one in told
        ]
    else:
        rows = [_told_by(facts, record) for record in _largest(facts, case)]
    head = ("technique", "answers", "released", "leaks", "accuracy", "attack")
    caption = facts("told_caption", case=case_name(case, facts.lang))
    return together(element("h3", facts("told_title")), facts.table(caption, head, rows))


def _largest(facts: Facts, case: str) -> list[Record]:
    """Return the largest record of each technique."""
    here = sorted((one for one in facts.here if one.case == case), key=lambda one: one.n)
    return list({record.technique: record for record in here}.values())


def _told_by(facts: Facts, record: Record) -> tuple[object, ...]:
    """Say what a record itself holds about a case without judgements."""
    released = [
        facts("released_plain", **{key: str(value) for key, value in one.items()})
        for one in record.released
    ]
    return (
        facts.name(record),
        facts("unknown"),
        items(released),
        items(record.leaks),
        _error(facts, record),
        attack_words(record.attack, facts.lang) if record.attack is None else record.attack.result,
    )


def _figures(facts: Facts, case: str) -> list[Html]:
    """Return the figures of the case, those that its records allow."""
    records, lang = facts.of(case), facts.lang
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
        except PetError as error:
            name = technique_name(case, technique, facts.lang)
            without.append(facts("no_bill", name=name, why=error_text(error, facts.lang)))
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


def _why_not(facts: Facts, case: str) -> Html:
    """Return the kinds of techniques that are not there, each with the reason."""
    if not _is_judged(facts, case) or facts.matrix is None:
        return Html("")
    entries = [facts.matrix.cell(case, kind) for kind in facts.matrix.kinds]
    said = [say(entry, facts.lang) for entry in entries if not isinstance(entry, Fits)]
    rows = [(one.kind, one.mark, one.why) for one in said]
    caption = facts("why_caption", case=case_name(case, facts.lang))
    head = [facts(f"head_{name}") for name in ("kind", "mark", "why")]
    shown = table(caption, head, rows) if rows else Html("")
    return together(element("h3", facts("why_title")), shown)


def _left_out(facts: Facts, case: str) -> Html:
    """Return the cells that were not measured, and why."""
    lang, said = facts.lang, []
    for one in facts.stopped:
        if one.case == case:
            limit = ""
            if one.limit is not None:
                is_memory = one.reason == "memory"
                limit = (
                    bytes_text(one.limit * 1e6, lang) if is_memory else time_text(one.limit, lang)
                )
            name = technique_name(case, one.technique, lang)
            values = {"name": name, "limit": limit, "message": one.message or ""}
            said.append(facts(f"stopped_{one.reason}", people=people(case, one.n, lang), **values))
    if case in known_cases():
        for left in plan([case]).left_out:
            said.append(
                facts(
                    "measured_to",
                    name=technique_name(case, left.cell.technique, lang),
                    people=people(case, left.cell.n, lang),
                    limit=number(left.values.get("limit", 0), lang),
                )
            )
    body = items(said) if said else paragraphs(facts("nothing_left_out"))
    return together(element("h3", facts("left_out_title")), body)
