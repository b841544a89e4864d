"""The privacy statement in words: what was released, about whom, with what noise, and what not.

Protects: readers against numbers without meaning.
Does not protect: the texts of a purpose or a name are shown as they are, though never as HTML.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import Any

from pet_workbench.dp.loss import Loss
from pet_workbench.dp.risk import group_sentence, risk_sentence
from pet_workbench.i18n import Language, catalogue, day, number, text

FAMILY = 4
"""How many persons the example of a group has."""
MOST_SHOWN = 6
"""Of longer answers, only the number of numbers is told."""
Document = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class _About:
    """Whose privacy, for the sentences of `risk`."""

    unit: str
    neighbours: str


def sections(document: Document, lang: Language) -> list[Section]:
    """Return the statement of a `document` in words."""
    about = _About(document["unit"], document["neighbours"])
    parts = {
        "what": [_what(release, lang) for release in document["releases"]],
        "whom": [text(f"statement.whom.{about.neighbours}", lang, unit=_unit(about, lang)),
                 *_limits(document, lang)],
        "noise": list(_noise(document, lang)),
        "meaning": list(_meaning(document, about, lang)),
        "not": [text("statement.not.many", lang), text("statement.not.other_ledgers", lang),
                *_groups(document, about, lang)],
        "responsible": [
            text("statement.responsible", lang, responsible=document["responsible"]),
            text("statement.made", lang, made=day(document["made"], lang),
                 software=f"{document['software']['name']} {document['software']['version']}"),
        ],
    }  # fmt: skip
    return [
        Section(text(f"statement.heading.{name}", lang), tuple(paragraphs))
        for name, paragraphs in parts.items()
    ]


def as_text(document: Document, lang: Language) -> str:
    """Return a `document` in words, as plain text."""
    title = text("statement.title", lang, dataset=document["dataset"])
    lines = [title, "=" * len(title)]
    for section in sections(document, lang):
        lines += ["", section.heading, "-" * len(section.heading), *section.paragraphs]
    return "\n".join(lines) + "\n"


def as_markdown(document: Document, lang: Language) -> str:
    """Return a `document` in words, as Markdown in which no text of others has a meaning."""
    title = text("statement.title", lang, dataset=document["dataset"])
    lines = [f"# {_unmarked(title)}"]
    for section in sections(document, lang):
        lines += ["", f"## {_unmarked(section.heading)}"]
        for paragraph in section.paragraphs:
            lines += ["", _unmarked(paragraph)]
    return "\n".join(lines) + "\n"


def as_html(document: Document, lang: Language) -> str:
    """Return a `document` in words, as a page that needs nothing from elsewhere."""
    title = escape(text("statement.title", lang, dataset=document["dataset"]))
    body = "".join(
        f"<h2>{escape(section.heading)}</h2>"
        + "".join(f"<p>{escape(paragraph)}</p>" for paragraph in section.paragraphs)
        for section in sections(document, lang)
    )
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<style>body{font-family:sans-serif;line-height:1.5;max-width:45rem;margin:2rem auto;"
        f"padding:0 1rem}}</style></head><body><h1>{title}</h1>{body}</body></html>\n"
    )


def _what(release: Document, lang: Language) -> str:
    """Return one release: kind, columns, purpose, asker, moment, and the answer if it is short."""
    query = release["query"]
    known = f"statement.kind.{query['kind']}"
    kind = text(known, lang) if known in catalogue(lang) else query["kind"]
    said = text(
        "statement.what",
        lang,
        kind=kind,
        about=_columns(query, lang),
        purpose=release["purpose"],
        asker=release["asker"],
        at=day(release["at"], lang),
        entry=release["entry"],
    )
    return f"{said} {_answer(release, lang)}{_insecure(release, lang)}"


def _columns(query: Document, lang: Language) -> str:
    """Return the columns and bounds that were declared."""
    columns = query.get("column") or ", ".join(query.get("categories", ())) or query.get("target")
    grid = query.get("grid") or query.get("target_grid")
    if not columns:
        return ""
    said = " " + text("statement.column", lang, columns=columns)
    if query.get("equal_to") is not None:
        return " " + text("statement.equal_to", lang, columns=columns, value=query["equal_to"])
    if grid:
        bounds = {name: _number(Fraction(grid[name]), lang) for name in ("low", "high", "step")}
        said += " " + text("statement.bounds", lang, **bounds)
    return said


def _answer(release: Document, lang: Language) -> str:
    """Return the answer with its margin, or how many numbers it has."""
    value, interval = release["value"], release["interval"]
    if value is None:
        return text("statement.answer.none", lang)
    if isinstance(value, int | float) and None not in (interval["low"], interval["high"]):
        return text(
            "statement.answer.one",
            lang,
            value=_number(value, lang),
            low=_number(interval["low"], lang),
            high=_number(interval["high"], lang),
        )
    numbers = [one for one in _flat(value) if isinstance(one, int | float)]
    if len(numbers) > MOST_SHOWN:
        return text("statement.answer.many", lang, count=number(len(numbers), lang))
    values = " / ".join(_number(one, lang) for one in numbers)
    is_by_share = release["query"]["kind"] == "quantile"
    return text(f"statement.answer.{'shares' if is_by_share else 'few'}", lang, values=values)


def _insecure(release: Document, lang: Language) -> str:
    return "" if release["secure_randomness"] else " " + text("statement.insecure", lang)


def _limits(document: Document, lang: Language) -> list[str]:
    """Return what one unit can add at most, where rows were linked to units."""
    said = []
    for terms in (release["query"]["terms"] for release in document["releases"]):
        name = "declared"
        if terms["column"] is not None:
            name = f"limits.{'one' if terms['groups'] == 1 else 'many'}"
        said.append(
            text(
                f"statement.{name}",
                lang,
                unit=_unit(_About(terms["unit"], terms["neighbours"]), lang),
                rows=number(terms["rows_per_group"], lang),
                groups=number(terms["groups"], lang),
            )
        )
    return list(dict.fromkeys(said))


def _noise(document: Document, lang: Language) -> Iterator[str]:
    """Yield the noise of each release."""
    paid = 0
    for release in document["releases"]:
        loss, entry = release["loss"], release["entry"]
        cost = {name: _number(Fraction(loss[name]), lang) for name in ("epsilon", "delta")}
        if entry != paid:  # a batch is one entry, and its loss is that of all its answers
            yield text("statement.cost", lang, entry=entry, **cost)
        paid = entry
        for part in release["noise"]:
            name = "gaussian" if "gaussian" in part["distribution"] else "laplace"
            yield text(
                f"statement.noise.{name}.{'one' if part['numbers'] == 1 else 'many'}",
                lang,
                numbers=number(part["numbers"], lang),
                spread=_number(Fraction(part["spread"]), lang),
                margin=number(part["margin"], lang),
            )
        if not release["noise"]:
            yield text("statement.noise.other", lang)


def _meaning(document: Document, about: _About, lang: Language) -> Iterator[str]:
    """Yield what an attacker can know: after all releases so far, and when the budget is used."""
    spent, budget, left = (_loss(document[name]) for name in ("spent", "budget", "left"))
    # rhos so far prove something about a budget only, for when to stop may follow from answers
    if document["accounting"] == "basic":
        yield risk_sentence(spent, about, lang, releases=document["answers"])
    if spent != budget or document["accounting"] != "basic":
        yield risk_sentence(budget, about, lang, releases="budget")
    yield text(
        "statement.budget",
        lang,
        epsilon=_number(budget.epsilon, lang),
        delta=_number(budget.delta, lang),
        left=_number(left.epsilon, lang),
        accounting=text(f"statement.accounting.{document['accounting']}", lang),
    )


def _groups(document: Document, about: _About, lang: Language) -> list[str]:
    """Return what the promise means to several units together."""
    return [group_sentence(_loss(document["budget"]), about, lang, size=FAMILY)]


def _loss(cost: Document) -> Loss:
    return Loss(epsilon=Fraction(cost["epsilon"]), delta=Fraction(cost["delta"]))


def _unit(about: _About, lang: Language) -> str:
    return text(f"risk.unit.{about.unit}", lang)


def _number(value: float | Fraction, lang: Language) -> str:
    """Write a number with at most six digits that matter, and the separators of the language."""
    exactly = Fraction(value)
    if exactly.denominator == 1:
        return number(exactly.numerator, lang)
    digits = max(0, 6 - len(str(abs(int(exactly)))))
    short = f"{float(value):.{digits}f}".rstrip("0")
    if float(short) == 0:
        short = f"{float(value):.12f}".rstrip("0")
    return number(float(value), lang, digits=len(short.partition(".")[2]))


def _flat(values: Any) -> list[Any]:
    """Return what lists and dicts hold, at any depth."""
    if isinstance(values, dict):
        values = list(values.values())
    return [one for part in values for one in _flat(part)] if isinstance(values, list) else [values]


def _unmarked(said: str) -> str:
    """Return a text in which nothing is Markdown or HTML."""
    marked = "".join(f"\\{sign}" if sign in "\\`*_[]#|~" else sign for sign in said)
    return escape(marked, quote=False)
