"""What is known of one case in tables and words: measurements, who learns what, and why not."""

from pet_workbench.bench import Record, plan
from pet_workbench.bench.matrix import Fits, case_name, say, technique_name, tell
from pet_workbench.bench.matrix.names import error_words, people
from pet_workbench.bench.matrix.told import attack_words
from pet_workbench.i18n import number
from pet_workbench.reports.facts import Facts
from pet_workbench.reports.html import (
    Html,
    element,
    folded,
    items,
    paragraphs,
    table,
    together,
)
from pet_workbench.usecases import names as known_cases
from pet_workbench.viz.evidence import Machine, common_size, machine_of
from pet_workbench.viz.evidence_words import bytes_text, time_text

_TOLD = ("answers", "released", "leaks", "accuracy", "attack")
_MEASURES = ("size", "time", "spread", "cpu", "bytes", "memory", "rounds", "error")


def measured_html(facts: Facts, case: str) -> Html:
    """Return a row per technique and machine at the smallest and at the largest size.

    Parameters
    ----------
    facts : Facts
    case : str
    """
    groups: dict[tuple[Machine, str], list[Record]] = {}
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
    if not facts.is_judged(record.case):
        return number(record.error, facts.lang, digits=3)
    return error_words(record.case, record.technique, record.error, facts.lang)


def links_html(facts: Facts, case: str) -> Html:
    """Return what went from whom to whom, at the largest size that all techniques share.

    Parameters
    ----------
    facts : Facts
    case : str
    """
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


def told_html(facts: Facts, case: str) -> Html:
    """Return who gets to know what, and what the attack got.

    Parameters
    ----------
    facts : Facts
    case : str
    """
    if facts.is_judged(case) and facts.matrix is not None:
        told = [tell(one, facts.lang) for one in facts.matrix.evidence(case)]
        said: dict[str, tuple[str, ...]] = {
            one.name: (one.answers, one.released, items(one.leaks), one.accuracy, one.attack)
            for one in told
        }
    else:
        said = {facts.name(one): _told_by(facts, one) for one in _largest(facts, case)}
    return together(
        element("h3", facts("told_title")),
        *(_described(facts, name, parts) for name, parts in said.items()),
    )


def _described(facts: Facts, name: str, parts: tuple[object, ...]) -> Html:
    """Return what is said of one technique, each with its label."""
    labels = [facts(f"head_{label}") for label in _TOLD]
    pairs = [
        element("div", element("dt", label), element("dd", part or facts("unknown")))
        for label, part in zip(labels, parts, strict=True)
    ]
    return together(element("h4", name), element("dl", *pairs))


def _largest(facts: Facts, case: str) -> list[Record]:
    """Return the largest record of each technique."""
    here = sorted((one for one in facts.here if one.case == case), key=lambda one: one.n)
    return list({record.technique: record for record in here}.values())


def _told_by(facts: Facts, record: Record) -> tuple[str, ...]:
    """Say what a record itself holds about a case without judgements."""
    released = [
        facts("released_plain", **{key: str(value) for key, value in one.items()})
        for one in record.released
    ]
    return (
        facts("unknown"),
        items(released),
        items(record.leaks),
        _error(facts, record),
        attack_words(record.attack, facts.lang) if record.attack is None else record.attack.result,
    )


def why_not_html(facts: Facts, case: str) -> Html:
    """Return the kinds of techniques that are not there, each with the reason.

    Parameters
    ----------
    facts : Facts
    case : str
    """
    if not facts.is_judged(case) or facts.matrix is None:
        return Html("")
    entries = [facts.matrix.cell(case, kind) for kind in facts.matrix.kinds]
    said = [say(entry, facts.lang) for entry in entries if not isinstance(entry, Fits)]
    rows = [(one.kind, one.mark, one.why) for one in said]
    caption = facts("why_caption", case=case_name(case, facts.lang))
    head = [facts(f"head_{name}") for name in ("kind", "mark", "why")]
    shown = table(caption, head, rows) if rows else Html("")
    return together(element("h3", facts("why_title")), shown)


def left_out_html(facts: Facts, case: str) -> Html:
    """Return the cells that were not measured, and why.

    Parameters
    ----------
    facts : Facts
    case : str
    """
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
