"""Answers, arrangements and changes in words, the same wherever they stand on the page."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from pet_workbench.decide import Bilingual, chooser
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.chooser.state import question

Given = Mapping[str, Sequence[str]] | Iterable[tuple[str, Sequence[str]]]


def given_words(given: Given, words: Words) -> str:
    """Return answers in words, each behind its question; nothing if there are none.

    Parameters
    ----------
    given : mapping of str to sequence of str
        By question, options; or pairs of the two.
    words : Words
    """
    pairs = given.items() if isinstance(given, Mapping) else given
    return " ".join(_one(id, options, words) for id, options in pairs if options)


def _one(id: str, options: Sequence[str], words: Words) -> str:
    """Return one question with its answers."""
    asked = question(id)
    if asked is None:
        return ""
    said = "; ".join(option_words(id, option, words) for option in options)
    return words("told_answer", asks=asked.asks.of(words.lang), says=said)


def option_words(id: str, option: str, words: Words) -> str:
    """Return the words of one option of the question `id`."""
    asked = question(id)
    options = asked.options if asked else ()
    return next((one.says.of(words.lang) for one in options if one.id == option), option)


def name(id: str, words: Words) -> str:
    """Return the name of an arrangement or an outcome."""
    return chooser.arrangement(id).name.of(words.lang)


def change_words(change: chooser.Change, words: Words) -> str:
    """Say which other answer would put what first."""
    asked = question(change.question)
    return words(
        "told_change",
        asks=asked.asks.of(words.lang) if asked else change.question,
        option=option_words(change.question, change.option, words),
        becomes=name(change.becomes, words),
    )


def because_html(given: Given, words: Words) -> str:
    """Return the answers that led to something, in small type."""
    said = given_words(given, words)
    if not said:
        return ""
    return f'<span class="pet-answers">{escape(words("told_because"))} {escape(said)}</span>'


def listed(texts: Iterable[str], *, kind: str = "") -> str:
    """Return plain texts as a list of HTML; nothing if there are none."""
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    opening = f'<ul class="{escape(kind)}">' if kind else "<ul>"
    return f"{opening}{items}</ul>" if items else ""


def both(texts: Iterable[Bilingual], words: Words) -> list[str]:
    """Return texts in the reader's language."""
    return [text.of(words.lang) for text in texts]


def texts_of(given: Bilingual | Iterable[Bilingual] | None, words: Words) -> list[str]:
    """Return one text or several in the reader's language, as a list."""
    if given is None:
        return []
    return both([given] if isinstance(given, Bilingual) else given, words)


def copyable(texts: Sequence[str], words: Words) -> str:
    """Return plain texts as a list, with a button that copies them all."""
    whole = "\n".join(f"- {text}" for text in texts)
    done, failed = (escape(words(f"copy_{how}")) for how in ("done", "failed"))
    return (
        f'{listed(texts)}<p><button type="button" class="jupyter-button pet-slight"'
        f' data-copy="{escape(whole)}" data-done="{done}" data-failed="{failed}">'
        f'{escape(words("copy_button"))}</button> <span role="status" data-said></span></p>'
    )
