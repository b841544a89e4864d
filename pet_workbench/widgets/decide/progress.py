"""How far a dossier is, on the three pages that fill it in."""

from html import escape
from typing import Literal, get_args

from pet_workbench.decide import Dossier
from pet_workbench.i18n import Language, number, text

Tool = Literal["chooser", "weighing", "balance"]
TOOLS: tuple[Tool, ...] = get_args(Tool)
PAGES: dict[Tool, str] = {
    "chooser": "30_pet_chooser.ipynb",
    "weighing": "31_weighing.ipynb",
    "balance": "32_stakeholder_balance.ipynb",
}


def progress_html(dossier: Dossier, *, here: Tool, lang: Language) -> str:
    """Return the three tools in order, each with how far it is, and links to those elsewhere."""
    steps = "".join(_step(dossier, tool, here=here, lang=lang) for tool in TOOLS)
    label = escape(text("decide_desk.progress", lang))
    return f'<nav class="pet-steps" aria-label="{label}"><ol>{steps}</ol></nav>'


def _step(dossier: Dossier, tool: Tool, *, here: Tool, lang: Language) -> str:
    """Return one tool."""
    name = escape(text(f"decide_desk.tool_{tool}", lang))
    state = escape(state_words(dossier, tool, lang))
    named = (
        f'<strong aria-current="page">{name}</strong>'
        if tool == here
        else f'<a href="{PAGES[tool]}">{name}</a>'
    )
    return f'<li>{named}<br><span class="pet-small">{state}</span></li>'


def state_words(dossier: Dossier, tool: Tool, lang: Language) -> str:
    """Say how far a tool is.

    Examples
    --------
    >>> state_words(Dossier.empty("en").with_(needs={"parties": ("two",)}), "chooser", "en")
    '1 answer'
    """
    if tool == "chooser":
        return _chooser_words(dossier, lang)
    held = dossier.weighing if tool == "weighing" else dossier.balance or dossier.adoption
    return text("decide_desk.state_begun" if held else "decide_desk.state_none", lang)


def _chooser_words(dossier: Dossier, lang: Language) -> str:
    """Say how many questions were answered, and whether a technique was chosen."""
    n = len({**dossier.gate, **dossier.needs})
    if dossier.chosen:
        return text("decide_desk.state_chosen", lang, n=number(n, lang))
    if not n:
        return text("decide_desk.state_none", lang)
    key = "decide_desk.state_answer" if n == 1 else "decide_desk.state_answers"
    return text(key, lang, n=number(n, lang))
