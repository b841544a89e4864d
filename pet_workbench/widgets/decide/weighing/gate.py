"""What the legal gate said, beside the weighing: information, never a score."""

from html import escape

from pet_workbench.core import PetError
from pet_workbench.decide import Dossier, gate
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.page import error_sentence, note_html


def gate_html(dossier: Dossier, words: Words) -> str:
    """Return what the gate said about this dossier, as HTML.

    Parameters
    ----------
    dossier : Dossier
    words : Words
    """
    title = words("gate_title")
    if not dossier.gate:
        return f'<p class="pet-small">{words("gate_none")}</p>'
    try:
        verdict = gate.judge(dossier.gate)
    except PetError as error:
        told = f"<p>{escape(error_sentence(error, words.lang))}</p>"
        return note_html(told, lang=words.lang, kind="warning", title=title)
    said = f"<p><strong>{escape(verdict.says.of(words.lang))}</strong></p>"
    reasons = [
        f"<li>{escape(reason.says.of(words.lang))}</li>"
        for reason in verdict.reasons
        if reason.outcome == verdict.outcome
    ]
    listed = f"<ul>{''.join(reasons)}</ul>" if reasons else ""
    only = f"<p>{escape(words('gate_only'))}</p>"
    return note_html(f"{said}{listed}{only}", lang=words.lang, kind="law", title=title)
