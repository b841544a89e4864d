"""The glossary as a page: every term, with a field to search."""

from collections.abc import Sequence
from html import escape

import ipywidgets as w

from pet_workbench.i18n import Language, number, text
from pet_workbench.i18n.glossary import Term, alphabetical
from pet_workbench.widgets.page import Panel, Sentence, html


def matching(words: str, *, lang: Language) -> tuple[Term, ...]:
    """Return the terms that have all of `words` in their name or definition.

    Examples
    --------
    >>> [term.id for term in matching("pieces modulo", lang="en")]
    ['additive-sharing']
    """
    wanted = words.casefold().split()
    return tuple(
        term
        for term in alphabetical(lang)
        if all(word in f"{term.en} {term.nl} {term.definition(lang)}".casefold() for word in wanted)
    )


def terms_html(terms: Sequence[Term], *, lang: Language) -> str:
    """Return the terms as a definition list; other pages can point at the id of each."""
    entries = [
        f'<div id="{escape(term.id)}"><dt>{escape(term.name(lang))}</dt>'
        f"<dd>{escape(term.definition(lang))}</dd>"
        f'<dd class="pet-small">{_other(term, lang)}{_source(term, lang)}</dd></div>'
        for term in terms
    ]
    return f'<dl class="pet-terms">{"".join(entries)}</dl>'


def _other(term: Term, lang: Language) -> str:
    """Return the term in the other language."""
    if lang == "nl":
        return f'{text("glossary.in_english", lang)}: <span lang="en">{escape(term.en)}</span>'
    return f'{text("glossary.in_dutch", lang)}: <span lang="nl">{escape(term.nl)}</span>'


def _source(term: Term, lang: Language) -> str:
    """Return where the notion comes from, if it is known."""
    return f"<br>{text('glossary.source', lang)}: {escape(term.source)}" if term.source else ""


class Glossary(Panel):
    """All terms, and a field to search them.

    Parameters
    ----------
    lang : {"nl", "en"}

    Attributes
    ----------
    search : ipywidgets.Text
    found : Sentence
    """

    def __init__(self, *, lang: Language) -> None:
        self._lang = lang
        self.search = w.Text(
            description=text("glossary.search", lang),
            style={"description_width": "initial"},
            layout=w.Layout(width="100%", max_width="24rem"),
        )
        self.search.add_class("pet-field")
        self.found, self._list = Sentence(), html("")
        self.search.observe(lambda _: self._show(), "value")
        super().__init__([self.search, self.found, self._list], lang=lang)
        self._show()

    def _show(self) -> None:
        """Show the terms that match, and say how many."""
        terms = matching(self.search.value, lang=self._lang)
        key = "glossary.found" if terms else "glossary.none"
        self.found.say(escape(text(key, self._lang, n=number(len(terms), self._lang))))
        self._list.value = terms_html(terms, lang=self._lang) if terms else ""
