"""One arrangement as HTML: what it does, why it is suggested, what it leaves open, the evidence."""

from collections.abc import Sequence
from html import escape

from pet_workbench.decide.chooser import Arrangement, Fired, Ranked
from pet_workbench.i18n import day
from pet_workbench.reports.memo import NearestEvidence
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.board import button
from pet_workbench.widgets.decide.chooser.state import ChooserState
from pet_workbench.widgets.decide.chooser.told import (
    because_html,
    both,
    change_words,
    copyable,
    listed,
    texts_of,
)
from pet_workbench.widgets.decide.sourced import sources_html
from pet_workbench.widgets.evidence.exhibits import topics, unfolding
from pet_workbench.widgets.start import PAGES


def card_html(ranked: Ranked, place: int, state: ChooserState, *, is_folded: bool = False) -> str:
    """Return the card of one suggestion.

    Parameters
    ----------
    ranked : Ranked
    place : int
        From 1.
    state : ChooserState
    is_folded : bool
        Whether only its name shows until the reader opens it.
    """
    words, arrangement = state.words, ranked.arrangement
    heading = words("card_heading", place=words.number(place), name=arrangement.name.of(words.lang))
    chosen = state.dossier.chosen == arrangement.id
    kind = "pet-card pet-chosen" if chosen else "pet-card"
    body = f"{_marks(arrangement, state)}{_body(ranked, place, state)}{_choose(arrangement, state)}"
    if is_folded:
        return (
            f'<li data-key="card-{escape(arrangement.id)}"><details>'
            f"<summary>{escape(heading)}</summary>{body}</details></li>"
        )
    return (
        f'<li class="{kind}" data-key="card-{escape(arrangement.id)}">'
        f"<h3>{escape(heading)}</h3>{body}</li>"
    )


def _marks(arrangement: Arrangement, state: ChooserState) -> str:
    """Say what sets the arrangement apart: chosen, not measured here, rules that are off."""
    words, marks = state.words, []
    if state.dossier.chosen == arrangement.id:
        marks.append(("pet-mark pet-mark-chosen", words("card_chosen")))
    if not arrangement.measured:
        marks.append(("pet-mark", words("card_unmeasured")))
    off = len(state.off)
    if off:
        key = "card_off_one" if off == 1 else "card_off"
        marks.append(("pet-mark", words(key, n=words.number(off))))
    tags = " ".join(f'<span class="{kind}">{escape(said)}</span>' for kind, said in marks)
    return f"<p>{tags}</p>" if tags else ""


def _body(ranked: Ranked, place: int, state: ChooserState) -> str:
    """Return everything about an arrangement, the most asked first."""
    words, one = state.words, ranked.arrangement
    lang = words.lang
    return (
        f'<p class="pet-lead">{escape(one.does.of(lang))}</p>'
        f"<h4>{escape(words('card_sees'))}</h4>{_texts(texts_of(one.sees, words))}"
        f'<div class="pet-two"><div><h4>{escape(words("card_reasons"))}</h4>'
        f"{_fired(ranked.reasons, words, none='card_no_reasons')}"
        f"<h4>{escape(words('card_unsolved'))}</h4>{_texts(texts_of(one.not_solves, words))}</div>"
        f"<div><h4>{escape(words('card_against'))}</h4>"
        f"{_fired(ranked.against, words, none='card_no_against', kind='pet-against')}"
        f"{_watch(ranked, words)}</div></div>"
        f"{_evidence(one, state, is_open=place == 1)}{_changes(ranked, place, words)}"
        f"{_rest(one, words)}"
    )


def _watch(ranked: Ranked, words: Words) -> str:
    """Return what to watch; nothing if there is nothing."""
    if not ranked.warnings:
        return ""
    watched = _fired(ranked.warnings, words, none="card_no_against", kind="pet-against")
    return f"<h4>{escape(words('card_watch'))}</h4>{watched}"


def _texts(texts: Sequence[str]) -> str:
    """Return one text as a paragraph, several as a list."""
    return f"<p>{escape(texts[0])}</p>" if len(texts) == 1 else listed(texts)


def _fired(fired: Sequence[Fired], words: Words, *, none: str, kind: str = "") -> str:
    """Return rules with the answers that made them apply."""
    items = "".join(
        f"<li>{escape(one.rule.reason.of(words.lang))}{because_html(one.answers, words)}</li>"
        for one in fired
    )
    if not items:
        return f"<p>{escape(words(none))}</p>"
    return f'<ul class="pet-reasons {kind}">{items}</ul>'


def _changes(ranked: Ranked, place: int, words: Words) -> str:
    """Say which other answers would change the advice, or put this arrangement first."""
    said = [change_words(change, words) for change in ranked.changes]
    key = "card_changes_first" if place == 1 else "card_changes"
    none = "card_no_changes_first" if place == 1 else "card_no_changes"
    return unfolding(words(key), listed(said) if said else f"<p>{escape(words(none))}</p>")


def _evidence(arrangement: Arrangement, state: ChooserState, *, is_open: bool) -> str:
    """Return what was measured on the nearest case, with links to the measurements and the case."""
    words = state.words
    found = state.evidence(arrangement.id)
    title = words("card_evidence", case=found.case_name)
    about = "".join(f"<p>{escape(one)}</p>" for one in found.about)
    told = f"{about}{_measured(found, words)}{_record(found, words)}{_links(found, words)}"
    folded = "<details open>" if is_open else "<details>"
    return f"{folded}<summary>{escape(title)}</summary>{told}</details>"


def _measured(found: NearestEvidence, words: Words) -> str:
    """Return what was measured as a table of topics; nothing where nothing was."""
    told = {
        "answers": escape(found.answers),
        "released": escape(found.released),
        "leaks": listed(found.leaks),
        "accuracy": escape(found.accuracy),
        "cost": escape(found.teaching),
        "national": escape(found.national),
        "attack": escape(found.attack),
    }
    pairs = [(words(f"evidence.topic_{topic}"), said) for topic, said in told.items()]
    return topics(pairs, caption=found.name) if any(told.values()) else ""


def _record(found: NearestEvidence, words: Words) -> str:
    """Name the measurement, if there is one."""
    record = found.record
    if record is None:
        return f'<p class="pet-small">{escape(words("card_no_record"))}</p>'
    said = words(
        "card_record", key=record.key, machine=record.machine, date=day(record.date, words.lang)
    )
    return f'<p class="pet-small">{escape(said)}</p>'


def _links(found: NearestEvidence, words: Words) -> str:
    """Return links to the cell of the matrix and to the notebook of the case."""
    links = [(found.link, words("card_to_matrix"))]
    links += [
        (f"{page.name}.ipynb", words("card_to_case", case=found.case_name))
        for page in PAGES
        if found.case in page.cases
    ][:1]
    return "".join(
        f'<p><a class="pet-go" href="{escape(to)}">{escape(said)}</a></p>' for to, said in links
    )


def _rest(arrangement: Arrangement, words: Words) -> str:
    """Return against what it protects, what it asks of an organisation, and of a supplier."""
    helps = "".join(
        f"<h4>{escape(words(key))}</h4>{listed(both(texts, words))}"
        for key, texts in (
            ("card_protects", arrangement.protects),
            ("card_not_protects", arrangement.not_protects),
        )
        if texts
    )
    costs = [*texts_of(arrangement.maturity, words), *both(arrangement.costs, words)]
    asks = f"{listed(costs)}{sources_html(arrangement.sources, words)}"
    ask = both(arrangement.ask_supplier, words)
    return (
        unfolding(words("card_helps"), helps)
        + unfolding(words("card_costs"), asks)
        + (unfolding(words("card_supplier"), copyable(ask, words)) if ask else "")
    )


def _choose(arrangement: Arrangement, state: ChooserState) -> str:
    """Offer to choose the arrangement for the memo, or to take that back."""
    words, is_chosen = state.words, state.dossier.chosen == arrangement.id
    key, act = ("card_unchoose", "unchoose") if is_chosen else ("card_choose", "choose")
    made = button(
        words(key),
        act,
        arrangement.id,
        is_primary=not is_chosen,
        about=arrangement.name.of(words.lang),
        key=f"choose-{arrangement.id}",
    )
    return f"<p>{made}</p>"
