"""What the benchmark report opens with: how to read it, the matrix, and what was checked."""

from pet_workbench.bench import costs, peers
from pet_workbench.bench.matrix import BY, case_name
from pet_workbench.bench.peers import words as peer_words
from pet_workbench.i18n import day, listing, number, percent, text
from pet_workbench.reports.facts import Facts
from pet_workbench.reports.html import Html, element, items, paragraphs, section, together
from pet_workbench.reports.summary import summary
from pet_workbench.viz.evidence import machine_of
from pet_workbench.viz.evidence_checks import checks_exhibit, network_error_exhibit
from pet_workbench.viz.evidence_matrix import matrix_exhibit
from pet_workbench.viz.evidence_peers import peers_exhibit

_SHOWN = tuple(measure for measure in BY if measure != "accuracy")
SIZE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands where the size of the page is filled in."""


def opening(facts: Facts) -> Html:
    """Return what the report is about, in numbers.

    Parameters
    ----------
    facts : Facts
    """
    lang, dates = facts.lang, sorted(record.date for record in facts.records)
    commits = dict.fromkeys(record.commit for record in facts.records)
    techniques = {(record.case, record.technique) for record in facts.records}
    counts = {
        "records": len(facts.records),
        "cases": len(facts.cases),
        "techniques": len(techniques),
        "machines": len(facts.letters),
    }
    about = facts(
        "about",
        made=day(facts.made.isoformat(), lang),
        when=when(facts, dates[0], dates[-1]),
        commits=listing(list(commits), lang),
        size=SIZE,
    )
    tiles = [
        element(
            "li",
            element("strong", number(count, lang)),
            facts(f"count_{name}{'_one' if count == 1 else ''}"),
        )
        for name, count in counts.items()
    ]
    return together(
        _short(facts),
        element("p", facts("lead")),
        element("ul", *tiles, class_="figures"),
        paragraphs(about),
    )


def _short(facts: Facts) -> Html:
    """Return the message and what belongs with it, where there is any."""
    if facts.matrix is None:
        return Html("")
    own = machine_of(facts.records[0])
    records = [record for record in facts.here if machine_of(record) == own]
    message, *points = summary(records, facts.matrix, facts.lang) or ("",)
    if not message:
        return Html("")
    title = element("h2", text("summary.title", facts.lang), id="short")
    return together(title, element("p", message, class_="message"), items(points))


def when(facts: Facts, first: str, last: str) -> str:
    """Write a period; one day where it is one.

    Parameters
    ----------
    facts : Facts
    first, last : str
        ISO dates.
    """
    days = [day(one, facts.lang) for one in (first, last)]
    return days[0] if days[0] == days[1] else facts("period", first=days[0], last=days[1])


def reading_html(facts: Facts) -> Html:
    """Return how to read the report.

    Parameters
    ----------
    facts : Facts
    """
    rules = [facts(f"read_{name}") for name in ("time", "exact", "size", "attack")]
    return section(
        facts("read_title"),
        element("p", facts("read_simulation_note"), class_="note"),
        items(rules),
        id="read",
    )


def matrix_html(facts: Facts) -> Html:
    """Return the matrix, coloured by one measure after the other.

    Parameters
    ----------
    facts : Facts
    """
    if facts.matrix is None:
        return section(facts("matrix_title"), paragraphs(facts("matrix_none")), id="matrix")
    shown = [facts.show(matrix_exhibit(facts.matrix, by=by, lang=facts.lang)) for by in _SHOWN]
    missing = [case_name(case, facts.lang) for case in facts.cases]
    missing = [name for name in missing if name not in _judged(facts)]
    note = facts("matrix_missing", names=listing(missing, facts.lang)) if missing else ""
    return section(
        facts("matrix_title"), paragraphs(facts("matrix_intro"), note), *shown, id="matrix"
    )


def _judged(facts: Facts) -> set[str]:
    cases = facts.matrix.cases if facts.matrix else ()
    return {case_name(case, facts.lang) for case in cases}


def checked_html(facts: Facts) -> Html:
    """Return whether the laws and the network model can be trusted.

    Parameters
    ----------
    facts : Facts
    """
    own = facts.records[0].machine
    here = [record for record in facts.here if record.machine.get("processor") == own["processor"]]
    checks = costs.checks(here)
    validation = costs.validation()
    laws = facts.show(checks_exhibit(checks, lang=facts.lang)) if checks else None
    networks = None
    if validation.rows:
        networks = together(
            facts.show(network_error_exhibit(validation, lang=facts.lang)),
            paragraphs(_validated(facts, validation)),
        )
    return section(
        facts("checked_title"),
        paragraphs(facts("checked_intro")),
        laws or paragraphs(facts("checked_no_laws")),
        networks or paragraphs(facts("checked_no_networks")),
        id="checked",
    )


def _validated(facts: Facts, validation: costs.Validation) -> str:
    worst = max(validation.by_profile.values(), key=lambda one: one.median)
    return facts(
        "validated",
        date=day(validation.date, facts.lang),
        processor=validation.machine.get("processor", "?"),
        count=number(len(validation.rows), facts.lang),
        share=percent(worst.median, facts.lang),
    )


def peers_html(facts: Facts) -> Html:
    """Return the comparison with other tools, family by family.

    Parameters
    ----------
    facts : Facts
    """
    every = peers.stored()
    parts = [
        _family(facts, family, [one for one in every if one.family == family])
        for family in peers.FAMILIES
        if any(one.family == family for one in every)
    ]
    body = parts or [paragraphs(facts("peers_none"))]
    return section(facts("peers_title"), paragraphs(facts("peers_intro")), *body, id="peers")


def _family(facts: Facts, family: str, records: list[peers.PeerRecord]) -> Html:
    """Return one family: the figure, what is compared, who is absent, and when it was measured."""
    lang = facts.lang
    title = element("h3", peer_words.family(family, lang))
    about = items(peer_words.about(family, lang)[2:])
    absent = [
        facts("peer_absent", name=one.label, why=peer_words.reason(one, lang))
        for one in records
        if one.reason
    ]
    last = max(records, key=lambda one: one.session)
    measured = facts(
        "peers_measured",
        date=day(last.session, lang),
        processor=last.machine.get("processor", "?"),
        cores=last.machine.get("cores", "?"),
    )
    shown = Html("")
    if any(one.ratio for one in records if not one.is_ours):
        shown = facts.show(peers_exhibit(records, lang=lang))
    return together(title, shown, about, items(dict.fromkeys(absent)), paragraphs(measured))
