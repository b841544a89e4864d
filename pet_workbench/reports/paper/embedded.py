r"""The state inside a page: one line of JSON that neither HTML nor XML can take for mark-up.

What could end a script or an XML element, and characters that XML cannot hold, stand as numbers,
such as ``\u003c``; to a reader of JSON the text is the same.
"""

import re

_UNSAFE = re.compile("[<>&\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
_SCRIPT = re.compile("<script(?P<attributes>[^<>]*)>(?P<text>[^<]*)</script>")
"""A state holds no ``<``, so nothing is read beyond the next one."""


def harmless(json: str) -> str:
    r"""Return JSON that can stand anywhere in a page.

    Parameters
    ----------
    json : str

    Examples
    --------
    >>> harmless('{"title": "</script>"}')
    '{"title": "\\u003c/script\\u003e"}'
    """
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json)


def states_in_page(page: str, name: str) -> list[str]:
    """Return the states of a name in a page; there should be one.

    Parameters
    ----------
    page : str
    name : str
    """
    wanted = {'type="application/json"', f'id="{name}"'}
    return [
        match["text"]
        for match in _SCRIPT.finditer(page)
        if wanted <= set(match["attributes"].split())
    ]
