"""Make the slides of the trainer's kit from the notebooks.

Usage::

    python tools/slides.py                    # decks from notebooks, pictures and plan
    python tools/slides.py pictures [NAME...] # take the pictures again, then make the decks
    python tools/slides.py check              # fail when a deck is not up to date

The plan is ``notebooks/trainer/slides.toml``.  A deck is one HTML file that needs nothing else: no
network, no kernel.  Making decks is repeatable byte for byte; only taking pictures needs Chromium,
and gives other secret numbers each time.
"""

import argparse
import base64
import sys
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import mistune
from bs4 import BeautifulSoup, Tag

from pet_workbench.i18n import Language
from tools.notebooks import LANGUAGES, default_root, read, title
from tools.slide_plan import Plan, Shot, Slide, deck_path, picture_path, read_plan, read_record

ASSETS = Path(__file__).parent / "slide_deck"
MAX_BYTES = 3_000_000


def rendered(source: str) -> BeautifulSoup:
    """Return a text cell as HTML, without links inside the workbench: a deck stands alone.

    Examples
    --------
    >>> str(rendered("A [share](99_glossary.ipynb#share).")).strip()
    '<p>A share.</p>'
    """
    markdown = mistune.create_markdown(escape=False, plugins=["table"])
    soup = BeautifulSoup(str(markdown(source)), "html.parser")
    for link in soup.find_all("a"):
        if not str(link.get("href", "")).startswith("https://"):
            link.unwrap()
    return soup


def chosen(soup: BeautifulSoup, selectors: Iterable[str]) -> list[Tag]:
    """Return the elements of a cell that a slide shows, in the order of the cell.

    Raises
    ------
    ValueError
        If a selector finds nothing: the notebook changed, and the plan did not follow.
    """
    tops = [child for child in soup.children if isinstance(child, Tag)]
    if not (wanted := list(selectors)):
        return [top for top in tops if top.name not in {"h1", "h2"}]
    for selector in wanted:
        if not soup.select(selector):
            raise ValueError(
                f"need something for {selector!r}, got nothing in {tops[0].get_text()!r}"
            )
    kept = {id(found) for selector in wanted for found in soup.select(selector)}
    return [top for top in tops if id(top) in kept and top.name not in {"h1", "h2"}]


def heading(soup: BeautifulSoup) -> str:
    """Return the inside of the first heading, as HTML.

    Raises
    ------
    ValueError
        If there is none.
    """
    found = soup.find(["h1", "h2", "h3"])
    if not isinstance(found, Tag):
        raise ValueError("need a cell with a heading, got one without")
    return found.decode_contents()


def body(slide: Slide, cells: Mapping[str, str]) -> tuple[str, str]:
    """Return the heading and the text of a slide."""
    soups = [rendered(cells[id]) for id in slide.cells]
    whole = BeautifulSoup("".join(str(soup) for soup in soups), "html.parser")
    said = heading(whole)
    parts = [part for part in chosen(whole, slide.keep) if part.decode_contents() != said]
    return said, "\n".join(str(part) for part in parts)


def figure(name: str, lang: str, shot: Shot, words: Mapping[str, str]) -> str:
    """Return a picture with its alternative text and, to unfold, all text in it."""
    told = read_record(lang)[f"{name}-{shot.name}"]
    data = base64.b64encode(picture_path(name, lang, shot).read_bytes()).decode()
    lines = "".join(f"<li>{escape(line)}</li>" for line in told["lines"])
    return (
        f'<figure><img alt="{escape(told["alt"])}" src="data:image/webp;base64,{data}">'
        f"<details><summary>{escape(words['description'])}</summary><ul>{lines}</ul></details>"
        "</figure>"
    )


def section(name: str, lang: str, slide: Slide, cells: Mapping[str, str], words: Any) -> str:
    """Return one slide as HTML, but for its number."""
    said, text = body(slide, cells)
    if slide.words:
        lines = read_record(lang)[f"{name}-{slide.words.name}"]["lines"]
        text += "<ol>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ol>"
    picture = figure(name, lang, slide.picture, words) if slide.picture else ""
    kind = " ".join(filter(None, ("slide", slide.size, slide.layout)))
    inside = f'<div class="text">{text}</div>' if text.strip() else ""
    return (
        f'<section class="{kind}">\n<h2>{said}</h2>\n<div class="parts">{inside}{picture}</div>\n'
    )


def deck(name: str, lang: Language, plan: Plan | None = None) -> str:
    """Return the deck of the notebook `name` in `lang` as one HTML page.

    Raises
    ------
    ValueError
        If the plan asks for a cell or a part that the notebook does not have.
    """
    plan = plan or read_plan()
    notebook = read(default_root() / lang / f"{name}.ipynb")
    cells = {cell.id: cell.source for cell in notebook.cells if cell.cell_type == "markdown"}
    if lost := {id for slide in plan.decks[name] for id in slide.cells} - set(cells):
        raise ValueError(f"need the cells {sorted(lost)} in {lang}/{name}, got {sorted(cells)}")
    words, slides = plan.words[lang], plan.decks[name]
    numbered = "".join(
        f"{section(name, lang, slide, cells, words)}"
        f'<p class="number">{words["slide"]} {n} {words["of"]} {len(slides)}</p>\n</section>\n'
        for n, slide in enumerate(slides, start=1)
    )
    values = {
        "LANG": lang,
        "TITLE": escape(title(notebook)),
        "CSS": asset("deck.css"),
        "JS": asset("deck.js"),
        "SLIDES": numbered.replace("<h2>", "<h1>", 1).replace("</h2>", "</h1>", 1),
        **{word.upper(): escape(said) for word, said in words.items()},
    }
    page = asset("deck.html")
    for word in sorted(values, key=lambda one: one == "SLIDES"):
        page = page.replace(f"@{word}@", values[word])
    return page


def asset(name: str) -> str:
    """Return a part that all decks share."""
    return (ASSETS / name).read_text(encoding="utf-8").rstrip("\n")


def decks() -> dict[Path, str]:
    """Return every deck by its path."""
    plan = read_plan()
    return {
        deck_path(name, lang): deck(name, lang, plan) for name in plan.decks for lang in LANGUAGES
    }


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(prog="tools/slides.py", description=__doc__.split("\n")[0])
    parser.add_argument("command", nargs="?", choices=("make", "pictures", "check"), default="make")
    parser.add_argument("names", nargs="*", metavar="NAME", help="notebooks; all when absent")
    given = parser.parse_args(arguments)
    if given.command == "pictures":
        from tools.slide_pictures import take

        take(read_plan(), given.names)
    stale = []
    for path, page in decks().items():
        if path.is_file() and path.read_text(encoding="utf-8") == page:
            continue
        stale.append(path.name)
        if given.command != "check":
            path.write_text(page, encoding="utf-8", newline="\n")
            print(f"{path.parent.name}/{path.name}: {len(page.encode()):,} bytes")
    if given.command == "check" and stale:
        print(f"not up to date: {', '.join(stale)}; run python tools/slides.py")
    return int(given.command == "check" and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
