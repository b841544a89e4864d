"""What can be read off a markdown text with a few patterns: its skeleton and its prose."""

import re

FENCE = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.M | re.S)
CODE = re.compile(r"`[^`\n]+`")
FORMULA = re.compile(r"\$\$.+?\$\$|(?<![\\\w])\$[^$\n]+\$", re.S)
HEADING = re.compile(r"^(#{1,6}) ", re.M)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
TAG = re.compile(r"</?([a-zA-Z][\w-]*)(?=[\s/>])[^>]*>")
TARGET_IN_TAG = re.compile(r"<[^>]*?\b(?:href|src)=\"([^\"]+)\"[^>]*>")
AUTOLINK = re.compile(r"<(https?://[^>]+)>|(?<![(<\"])\bhttps?://[^\s)>\"]+")


def without_code(source: str) -> str:
    """Return `source` without fenced and inline code."""
    return CODE.sub(" ", FENCE.sub(" ", source))


def headings(source: str) -> list[int]:
    """Return the levels of the headings."""
    return [len(mark) for mark in HEADING.findall(FENCE.sub("", source))]


def inline_code(source: str) -> list[str]:
    """Return the pieces of inline code, sorted: a translation may change their order."""
    return sorted(CODE.findall(FENCE.sub("", source)))


def fences(source: str) -> list[str]:
    """Return the blocks of fenced code."""
    return [match[0] for match in FENCE.finditer(source)]


def formulas(source: str) -> list[str]:
    r"""Return the formulas, sorted, with the words inside ``\text{...}`` left out."""
    found = FORMULA.findall(without_code(source))
    return sorted(re.sub(r"\\(text|mathrm)\{[^}]*\}", r"\\\1{}", one) for one in found)


def targets(source: str) -> list[str]:
    """Return where the links and pictures point, sorted."""
    rest = without_code(source)
    inside = [match[3] for match in LINK.finditer(rest)] + TARGET_IN_TAG.findall(rest)
    bare = [match[1] or match[0] for match in AUTOLINK.finditer(LINK.sub(" ", TAG.sub(" ", rest)))]
    return sorted(inside + [one.rstrip(".,;") for one in bare])


def pictures(source: str) -> list[tuple[str, str]]:
    """Return the alternative text and the target of every markdown picture."""
    return [(match[2], match[3]) for match in LINK.finditer(without_code(source)) if match[1]]


def elements(source: str) -> list[str]:
    """Return the names of the HTML elements, sorted."""
    return sorted(match[1].lower() for match in TAG.finditer(without_code(source)))


def prose(source: str) -> str:
    """Return what is left to read: no code, formulas, tags, targets or names of foreign works.

    The text of a link to the outside world is left out too: it is often the title of a source.
    """
    rest = FORMULA.sub(" ", without_code(source))
    rest = LINK.sub(lambda m: " " if m[3].startswith("http") else m[2], rest)
    return TAG.sub(" ", AUTOLINK.sub(" ", rest))
