"""The data sheet in words: a page that goes with a file of rows, for people."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from html import escape
from typing import Any

from pet_workbench.i18n import percent, text
from pet_workbench.synthetic.generator import PRIVATE
from pet_workbench.usecases.synthetic_rows.codebook import described
from pet_workbench.widgets.synthetic.words import SyntheticWords

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.3rem .5rem;"
    "text-align:left;vertical-align:top}"
)


def sheet_html(sheet: Mapping[str, Any], words: SyntheticWords) -> str:
    """Return a data sheet as a page of its own.

    Parameters
    ----------
    sheet : mapping
        Plain values of a `DataSheet`.
    words : SyntheticWords
    """
    title = escape(words("sheet_title"))
    return (
        f'<!doctype html><html lang="{words.lang}"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>"
        f"{sheet_body(sheet, words, level=2)}</body></html>"
    )


def sheet_body(sheet: Mapping[str, Any], words: SyntheticWords, *, level: int = 4) -> str:
    """Return what a data sheet says, as HTML without a head.

    Parameters
    ----------
    sheet : mapping
    words : SyntheticWords
    level : int
        Of its headings.
    """

    def heading(key: str) -> str:
        return f"<h{level}>{escape(words(key))}</h{level}>"

    promise = f"promise_{sheet['promise']}"
    parts = [
        f"<p>{escape(_opening(sheet, words))}</p>",
        heading("sheet_promise"),
        f"<p>{escape(words(promise))}</p>",
        _budget(sheet, words),
        heading("sheet_not_for"),
        _listed([words(f"not_for_{id}") for id in sheet["not_for"]]),
        heading("sheet_measured"),
        _measured(sheet, words),
        heading("sheet_columns"),
        _columns(sheet, words),
    ]
    return "".join(parts)


def _opening(sheet: Mapping[str, Any], words: SyntheticWords) -> str:
    """Say what the file is."""
    rows = words.number(sheet["rows"])
    made = words(f"sheet_made_{sheet['generator']}")
    learned = sheet["learned_from"]
    key = "sheet_opening" if learned is None else "sheet_opening_learned"
    return words(key, rows=rows, made=made, learned=words.number(learned or 0))


def _budget(sheet: Mapping[str, Any], words: SyntheticWords) -> str:
    """Say what was paid, and for whose privacy."""
    budget = sheet["budget"]
    if budget is None:
        return f"<p>{escape(words('sheet_no_budget'))}</p>"
    unit = text(f"synthetic.unit_{budget['terms']['unit']}", words.lang)
    said = words(
        "sheet_budget",
        epsilon=words.epsilon(budget["epsilon"]),
        delta=words.number(float(1 / Fraction(budget["delta"]))),
        unit=unit,
    )
    is_secret = sheet["settings"].get("is_secure_randomness", True)
    warned = "" if is_secret else f"<p>{escape(words('sheet_teaching'))}</p>"
    return f"<p>{escape(said)}</p>{warned}"


def _measured(sheet: Mapping[str, Any], words: SyntheticWords) -> str:
    """Say what was measured, or why that is not told."""
    use, risks = sheet["utility"], sheet["risks"]
    if not use and not risks:
        key = "sheet_kept" if sheet["generator"] == PRIVATE else "sheet_nothing_measured"
        return f"<p>{escape(words(key))}</p>"
    said = []
    if "total_variation" in use:
        apart = use["total_variation"]
        said.append(
            words(
                "sheet_apart",
                single=percent(apart["single"], words.lang, digits=1),
                pairs=percent(apart["pairs"], words.lang, digits=1),
            )
        )
    for name, risk in risks.items():
        low, high = (percent(max(0.0, end), words.lang, digits=1) for end in risk["interval"])
        value = percent(max(0.0, risk["risk"]), words.lang, digits=1)
        attack = words(f"attack_{name}")
        said.append(words("sheet_risk", attack=attack, value=value, low=low, high=high))
    return _listed(said)


def _columns(sheet: Mapping[str, Any], words: SyntheticWords) -> str:
    """Return the public description as a table."""
    description = described(sheet["columns"])
    heads = "".join(
        f'<th scope="col">{escape(words(f"sheet_{one}"))}</th>' for one in ("column", "values")
    )
    body = "".join(
        f'<tr><th scope="row">{escape(words.column(name))} <code>{escape(name)}</code></th>'
        f"<td>{escape(', '.join(words.labels(name, description[name])))}</td></tr>"
        for name in description
    )
    return f'<table class="pet-table"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def _listed(items: Sequence[str]) -> str:
    """Return a list as HTML."""
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
