"""The state inside a memo: the dossier, as JSON in a page or in an XML part of a document."""

import json

from pet_workbench.decide import Dossier
from pet_workbench.reports.paper import harmless

HTML_ID = "dossier"
XML_NAME = "dossier"
XML_NAMESPACE = "urn:pet-workbench:dossier"


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
    return harmless(compact)


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
