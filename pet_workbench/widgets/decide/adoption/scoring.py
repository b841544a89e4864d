"""The questions of the scan, as HTML: one partner at a time, a fold per aspect."""

from collections.abc import Sequence
from html import escape

from pet_workbench.decide.adoption import (
    PRECONDITIONS,
    Adoption,
    Fact,
    Item,
    group_name,
    scan,
    score_text,
)
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.board import button
from pet_workbench.widgets.evidence.exhibits import unfolding

UNKNOWN = "?"
"""Value of a control that stands for "don't know"."""
FACTS = {"yes": "yes", "no": "no", "unknown": UNKNOWN}


def scoring_html(adoption: Adoption, place: int, words: Words) -> str:
    """Return everything that can be scored.

    Parameters
    ----------
    adoption : Adoption
    place : int
        Which partner is being scored.
    words : Words
    """
    whole = _whole(adoption, words)
    if not adoption.partners:
        return f"<p>{escape(words('no_partners'))}</p>{whole}"
    place = min(place, len(adoption.partners) - 1)
    groups = (PRECONDITIONS, *(aspect.id for aspect in scan().aspects))
    folds = "".join(_group(group, adoption, place, words) for group in groups)
    name = escape(adoption.partners[place])
    return (
        f"{_partners(adoption, place, words)}<h3>{escape(words('scores_of'))} {name}</h3>"
        f"{folds}{_onwards(adoption, place, words)}{whole}"
    )


def _partners(adoption: Adoption, place: int, words: Words) -> str:
    """Return the choice of the partner to score, each with how far it is."""
    total = len(scan().items)
    options = ""
    for each, name in enumerate(adoption.partners):
        done = sum(adoption.is_answered(name, item.id) for item in scan().items)
        said = words("partner_done", done=words.number(done), total=words.number(total))
        options += _radio(
            "partner", str(each), f"{name} ({said})", act="partner", is_on=each == place
        )
    return (
        f'<fieldset data-key="partners"><legend>{escape(words("whom"))}</legend>'
        f'<div class="pet-scores">{options}</div></fieldset>'
    )


def _group(group: str, adoption: Adoption, place: int, words: Words) -> str:
    """Return the questions of an aspect, or the preconditions, folded."""
    name, items = adoption.partners[place], scan().of(group)
    done = sum(adoption.is_answered(name, item.id) for item in items)
    known = [score for item in items if (score := adoption.score(name, item.id)) is not None]
    said = words("group_done", done=words.number(done), total=words.number(len(items)))
    if known:
        said += " " + words("group_lowest", score=score_text(min(known), words.lang))
    title = words("group_title", name=group_name(group, words.lang), said=said)
    body = "".join(_item(item, adoption, place, words) for item in items)
    is_first = " open" if group == PRECONDITIONS else ""
    told = escape(_explains(group, words))
    return (
        f'<details data-key="group-{escape(group)}"{is_first}>'
        f"<summary>{escape(title)}</summary><p>{told}</p>{body}</details>"
    )


def _explains(group: str, words: Words) -> str:
    """Say what an aspect is about."""
    if group == PRECONDITIONS:
        return words("preconditions_told")
    return next(one.explains for one in scan().aspects if one.id == group).of(words.lang)


def _item(item: Item, adoption: Adoption, place: int, words: Words) -> str:
    """Return one question with its scale."""
    lang, name = words.lang, adoption.partners[place]
    given, is_answered = adoption.score(name, item.id), adoption.is_answered(name, item.id)
    choices: list[tuple[str, str, bool]] = [
        (str(step.score), f"{step.score} {step.says.of(lang)}", step.score == given)
        for step in scan().scale
    ]
    choices.append((UNKNOWN, words("dont_know"), is_answered and given is None))
    why = words("why_place", why=item.why.of(lang), place=item.place.of(lang))
    return _asked(f"{place}-{item.id}", item.id, item.asks.of(lang), why, choices, "score")


def _whole(adoption: Adoption, words: Words) -> str:
    """Return the questions about the collaboration as a whole, folded."""
    found = scan()
    body = (
        f"<h3>{escape(words('accelerators'))}</h3>{_facts(found.accelerators, adoption, words)}"
        f"<h3>{escape(words('criteria'))}</h3>{_facts(found.criteria, adoption, words)}"
    )
    done = sum(fact.id in adoption.facts for fact in found.facts)
    said = words("group_done", done=words.number(done), total=words.number(len(found.facts)))
    return unfolding(words("group_title", name=words("whole"), said=said), body)


def _facts(facts: Sequence[Fact], adoption: Adoption, words: Words) -> str:
    lang = words.lang
    return "".join(
        _asked(
            f"fact-{fact.id}",
            fact.id,
            fact.asks.of(lang),
            words("place_only", place=fact.place.of(lang)),
            [
                (value, words(f"fact_{known}"), adoption.facts.get(fact.id) == known)
                for known, value in FACTS.items()
            ],
            "fact",
        )
        for fact in facts
    )


def _asked(
    key: str, id: str, asks: str, why: str, choices: Sequence[tuple[str, str, bool]], act: str
) -> str:
    """Return one question with radio buttons beside each other."""
    options = "".join(
        _radio(key, f"{id}={value}", said, act=act, is_on=is_on) for value, said, is_on in choices
    )
    return (
        f'<fieldset class="pet-scored" data-key="{escape(key)}"><legend>{escape(asks)}</legend>'
        f'<div class="pet-scores">{options}</div>'
        f'<p class="pet-small">{escape(why)}</p></fieldset>'
    )


def _radio(group: str, value: str, said: str, *, act: str, is_on: bool) -> str:
    """Return one radio button with its words."""
    name = f"adoption-{group}"
    ticked = " checked" if is_on else ""
    return (
        f'<label class="pet-check"><input type="radio" name="{escape(name)}"'
        f' data-key="{escape(f"{name}-{value}")}" data-do="{act}" value="{escape(value)}"{ticked}>'
        f"<span>{escape(said)}</span></label>"
    )


def _onwards(adoption: Adoption, place: int, words: Words) -> str:
    """Offer the next partner."""
    if len(adoption.partners) < 2:
        return ""
    following = (place + 1) % len(adoption.partners)
    label = words("next_partner", name=adoption.partners[following])
    return f"<p>{button(label, 'partner', str(following), key='next-partner')}</p>"
