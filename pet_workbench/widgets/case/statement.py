"""The privacy statement of a release on a page, folded up below the answer."""

from html import escape

from pet_workbench.dp.statement import Statement
from pet_workbench.dp.statement_words import sections
from pet_workbench.i18n import Language


def folded_html(statement: Statement, *, lang: Language, summary: str) -> str:
    """Return a statement in words that opens at a press.

    Parameters
    ----------
    statement : Statement
    lang : {"nl", "en"}
    summary : str
        What stands there while it is closed.
    """
    parts = "".join(
        f"<h4>{escape(part.heading)}</h4>"
        + "".join(f"<p>{escape(one)}</p>" for one in part.paragraphs)
        for part in sections(statement.document, lang)
    )
    return f"<details><summary>{escape(summary)}</summary>{parts}</details>"
