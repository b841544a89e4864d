r"""The state inside a memo: one line of JSON that neither HTML nor XML can take for mark-up.

What could end a script or an XML element, and characters that XML cannot hold, stand as numbers,
such as ``\u003c``; to a reader of JSON the text is the same.
"""

import json
import re

from pet_workbench.decide import Dossier

HTML_ID = "dossier"
XML_NAME = "dossier"
XML_NAMESPACE = "urn:pet-workbench:dossier"
_UNSAFE = re.compile("[<>&\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")


def state(dossier: Dossier) -> str:
    r"""Return a dossier as JSON that can stand anywhere.

    Parameters
    ----------
    dossier : Dossier

    Raises
    ------
    DataError
        If it holds what could not be read back, such as a text that is too long.

    Examples
    --------
    >>> "</" in state(Dossier.empty("en").with_(title="</script>"))
    False
    """
    written = dossier.to_json()
    Dossier.from_json(written)
    compact = json.dumps(json.loads(written), ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", compact)


def state_xml(dossier: Dossier) -> bytes:
    """Return a dossier as an XML document of one element.

    Parameters
    ----------
    dossier : Dossier

    Raises
    ------
    DataError
        If it holds what could not be read back.
    """
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<{XML_NAME} xmlns="{XML_NAMESPACE}">{state(dossier)}</{XML_NAME}>'.encode()
