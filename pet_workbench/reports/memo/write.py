"""Write a decision memo: one document of at most three pages, from a dossier."""

from typing import Literal

from pet_workbench.core.validation import check_choice
from pet_workbench.decide import Dossier
from pet_workbench.i18n import LANGUAGES, Language
from pet_workbench.reports.memo.as_docx import as_docx
from pet_workbench.reports.memo.draft import Draft
from pet_workbench.reports.memo.embedded import HTML_ID, state, state_xml
from pet_workbench.reports.memo.extent import MOST_LINES, extent
from pet_workbench.reports.memo.interests import adoption_part, balance_part
from pet_workbench.reports.memo.legal import legal_part
from pet_workbench.reports.memo.proof import evidence_part, run_part
from pet_workbench.reports.memo.summing_up import (
    account_part,
    closing,
    open_part,
    opening,
    short_part,
    title_of,
)
from pet_workbench.reports.memo.technique import technique_part
from pet_workbench.reports.memo.weighed import weighed_part
from pet_workbench.reports.paper.as_html import as_html
from pet_workbench.reports.paper.blocks import Paper, Part

Kind = Literal["html", "docx"]
_ROOMS = (1.0, 0.8, 0.6, 0.45, 0.3, 0.2)
"""Shares of the usual length that are tried, until the memo fits."""
KINDS: tuple[Kind, ...] = ("html", "docx")
_PARTS = {
    "memo.gate": legal_part,
    "memo.weighing": weighed_part,
    "memo.technique": technique_part,
    "memo.evidence": evidence_part,
    "memo.run": run_part,
    "memo.balance": balance_part,
    "memo.adoption": adoption_part,
}
"""What a memo may have, by the heading that says so; what was not filled in is named at the end."""


def write_memo(dossier: Dossier, kind: Kind, *, lang: Language | None = None) -> bytes:
    """Return a memo as the bytes of a file.

    Parameters
    ----------
    dossier : Dossier
        Kept in the memo as it is, so that `read_dossier` gives it back.
    kind : {"html", "docx"}
    lang : {"nl", "en"}, optional
        By default that of the dossier.  What people typed is not translated.

    Raises
    ------
    DataError
        If a part of the dossier is broken, or could not be read back.
    ParameterError
        If `kind` or `lang` is unknown.

    Examples
    --------
    >>> made = write_memo(Dossier.empty("en").with_(title="Pensions"), "html")
    >>> b"<h1>Decision memo: Pensions</h1>" in made
    True
    """
    check_choice("kind", kind, KINDS)
    chosen = dossier.language if lang is None else lang
    check_choice("lang", chosen, LANGUAGES)
    memo = fitted(dossier, kind, lang=chosen)
    if kind == "html":
        return as_html(memo, state(dossier), name=HTML_ID, lang=chosen).encode()
    return as_docx(memo, state_xml(dossier), lang=chosen)


def fitted(dossier: Dossier, kind: Kind, *, lang: Language) -> Paper:
    """Return what the memo says, with typed texts so short that it fits on three pages.

    Parameters
    ----------
    dossier : Dossier
    kind : {"html", "docx"}
    lang : {"nl", "en"}

    Raises
    ------
    DataError
        If a part of the dossier is broken.
    """
    *longer, last = _ROOMS
    # both kinds are measured as a page, so that both say the same
    fits = (
        draft
        for draft in (Draft(dossier, lang, room) for room in longer)
        if extent(compose(draft, "html")) <= MOST_LINES
    )
    return compose(next(fits, Draft(dossier, lang, last)), kind)


def compose(draft: Draft, kind: Kind) -> Paper:
    """Return what the memo says, before it is a page or a document.

    Parameters
    ----------
    draft : Draft
    kind : {"html", "docx"}

    Raises
    ------
    DataError
        If a part of the dossier is broken.
    """
    made: dict[str, Part | None] = {key: make(draft) for key, make in _PARTS.items()}
    missing = tuple(draft.say(key) for key, part in made.items() if part is None)
    last = (open_part(draft), account_part(draft, missing, kind=kind))
    order = sorted(made, key=lambda key: key != "memo.run") if draft.is_about_run else list(made)
    parts = (short_part(draft), *(made[key] for key in order), *last)
    labels = {
        "skip": draft.say("memo.skip"),
        "contents": draft.say("memo.contents"),
        "author": draft.say("memo.author"),
        "page_of": draft.say("memo.page_of"),
    }
    return Paper(
        title_of(draft),
        draft.say("memo.what_it_is"),
        opening(draft),
        tuple(part for part in parts if part is not None),
        closing(draft),
        made=draft.dossier.saved,
        labels=labels,
    )
