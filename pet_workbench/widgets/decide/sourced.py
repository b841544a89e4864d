"""Sources as HTML: who says it, with a link where it can be read; or that it is our own."""

from collections.abc import Sequence
from html import escape

from pet_workbench.decide import sources
from pet_workbench.widgets.case import Words


def sources_html(ids: Sequence[str], words: Words) -> str:
    """Return one line that names the sources `ids`; nothing if there are none."""
    named = "; ".join(source_html(id, words) for id in ids)
    label = escape(words("source_label"))
    return f'<p class="pet-small pet-source">{label}: {named}</p>' if named else ""


def source_html(id: str, words: Words) -> str:
    """Return the title of one source, linked where it can be read."""
    source = sources.get(id)
    title = escape(source.title.of(words.lang))
    return f'<a href="{escape(source.url)}">{title}</a>' if source.url else title
