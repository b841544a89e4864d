"""One HTML page that needs nothing else: style, drawings, data and all are inside it.

Nothing is fetched, and nothing can be: the page's own policy (Content-Security-Policy) allows the
two scripts that are in it, by their hashes, and no address.  So even mark-up that slipped through
could not run.  Without JavaScript every figure is still there as a table and a sentence.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from plotly.offline import get_plotlyjs

from pet_workbench.i18n import Language
from pet_workbench.reports.html import Html, element, markup, together
from pet_workbench.viz.evidence import Exhibit

_HERE = Path(__file__).parent


class Section(NamedTuple):
    """A part of a page.

    Attributes
    ----------
    id : str
        Its address within the page.
    name : str
        As in the list of contents.
    content : Html
        With a heading of level 2.
    """

    id: str
    name: str
    content: Html


class Words(NamedTuple):
    """What a page says around its sections, in the reader's language.

    Attributes
    ----------
    skip : str
        Link to the content.
    contents : str
        Heading of the list of contents.
    as_table : str
        What opens a figure's table.
    means, misleads : str
        Labels of a figure's two sentences.
    """

    skip: str
    contents: str
    as_table: str
    means: str
    misleads: str


def page(
    title: str,
    *,
    opening: Html,
    sections: Sequence[Section],
    closing: Html,
    words: Words,
    lang: Language,
    style: str = "",
) -> str:
    """Return a whole page.

    Parameters
    ----------
    title : str
        Plain text.
    opening, closing : Html
        What stands above and below the sections.
    sections : sequence of Section
    words : Words
    lang : {"nl", "en"}
    style : str
        Style sheet of this kind of page, after the one that all have.

    Examples
    --------
    >>> words = Words("Skip", "Contents", "Table", "Means", "Misleads")
    >>> none = Html("")
    >>> made = page("A & B", opening=none, sections=(), closing=none, words=words, lang="en")
    >>> "<title>A &amp; B</title>" in made
    True
    """
    style = (_HERE / "page.css").read_text(encoding="utf-8") + style
    draw = (_HERE / "page.js").read_text(encoding="utf-8")
    has_figures = any('class="chart"' in section.content for section in sections)
    scripts = [get_plotlyjs().replace("\r\n", "\n"), draw] if has_figures else []
    head = element(
        "head",
        Html('<meta charset="utf-8">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        element("title", title),
        Html(f"<style>{style}</style>"),
    )
    body = element(
        "body",
        element("a", words.skip, href="#content", class_="skip"),
        element("header", element("h1", title), opening),
        element("nav", _contents(sections, words), aria_labelledby="contents"),
        element("main", *(one.content for one in sections), id="content", tabindex="-1"),
        element("footer", closing),
        *(Html(f"<script>{script}</script>") for script in scripts),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang=lang)}\n"


def _policy(scripts: Sequence[str]) -> str:
    """Allow exactly these scripts, styles of the page's own, and nothing from elsewhere."""
    digests = (base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _contents(sections: Sequence[Section], words: Words) -> Html:
    links = (element("li", element("a", one.name, href=f"#{one.id}")) for one in sections)
    return together(element("h2", words.contents, id="contents"), element("ol", *links))


def exhibit(shown: Exhibit, *, words: Words, table: Html) -> Html:
    """Return a figure with its two sentences and its table.

    Parameters
    ----------
    shown : Exhibit
    words : Words
    table : Html
        The figure as a table.
    """
    drawing = json.loads(shown.figure.to_json(validate=False))
    content = {"data": drawing["data"], "layout": drawing["layout"]}
    chart = element(
        "div",
        Html(f'<script type="application/json">{data(content)}</script>'),
        class_="chart",
        role="img",
        aria_label=shown.alt,
        style=_style(drawing),
        tabindex="0",
    )
    means = element("p", element("strong", words.means), " ", shown.meaning)
    misleads = element("p", element("strong", words.misleads), " ", shown.misleads)
    caption = element("figcaption", shown.caption)
    fold = element("details", element("summary", words.as_table), table)
    return element("figure", caption, means, chart, misleads, fold)


def _style(drawing: Mapping[str, Any]) -> str:
    """Give a figure its height; a map of many columns scrolls where the page is narrow."""
    is_map = any(trace.get("type") == "heatmap" for trace in drawing["data"])
    return f"height:{drawing['layout'].get('height') or 360}px" + (";--broad:1" if is_map else "")


def data(content: object) -> Html:
    r"""Return a value as JSON that no text in it can break out of.

    Parameters
    ----------
    content : JSON value

    Examples
    --------
    >>> data("</script>")
    '"\\u003c/script>"'
    """
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    safe: dict[str, str | int | None] = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}
    return Html(written.translate(str.maketrans(safe)))


def download(label: str, content: bytes, *, name: str, kind: str) -> Html:
    """Return a link to a file that is inside the page.

    Parameters
    ----------
    label : str
    content : bytes
    name : str
        Of the file when it is saved.
    kind : str
        Media type.
    """
    inside = f"data:{kind};base64,{base64.b64encode(content).decode()}"
    return element("a", markup(label), href=inside, download=name, class_="download")
