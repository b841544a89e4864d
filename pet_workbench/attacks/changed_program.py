"""A program that a host would rather run: it takes the deliveries, and lets them out as they are.

It goes by the name and the settings of the approved program.  The measurement is of its text as
well, so that it is another: an owner that compares sends nothing.

Protects: nothing.
Does not protect: an owner that approves a program without reading it might approve this one.
"""

from collections.abc import Sequence
from typing import Any

from pet_workbench.enclave import Program


def give_away(
    delivered: Sequence[bytes], state: dict[str, Any], **settings: Any
) -> tuple[bytes, dict[str, Any]]:
    """Let everything out, whatever the settings say.

    Parameters
    ----------
    delivered : sequence of bytes
    state : dict
    **settings
        Taken along, and not used.

    Examples
    --------
    >>> give_away([b"row 1;", b"row 2"], {}, minimum=10)[0]
    b'row 1;row 2'
    """
    return b"".join(delivered), {**state, "asked_for": sorted(settings)}


def disguised(approved: Program) -> Program:
    """Return `give_away` under the name and with the settings of another program.

    Parameters
    ----------
    approved : Program
    """
    return Program(approved.name, give_away, approved.settings)
