"""Get an agreement out of its file, or out of the page that people read.

Protects: against files that are too large, and against a page with two agreements inside.
Does not protect: against an agreement that was changed: its signatures show that, at every gate;
nor against a page whose words say something else than the agreement inside.  Whoever signs reads
what the workbench shows of the agreement, and not the page that somebody sent.
"""

from pet_workbench.core import DataError
from pet_workbench.governance import SignedAgreement
from pet_workbench.reports.paper import states_in_page

NAME = "agreement"
LARGEST = 4_000_000
"""Bytes of a file."""


def read_agreement(content: bytes) -> SignedAgreement:
    """Read an agreement with its approvals.

    Parameters
    ----------
    content : bytes
        Of a file in JSON, or of a page that `write_agreement` made.

    Raises
    ------
    DataError
        If it is neither, is too large, or is not as an agreement should be.
    """
    if len(content) > LARGEST:
        raise _refusal()
    try:
        written = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise _refusal() from None
    if written.startswith("<"):
        found = states_in_page(written, NAME)
        if len(found) != 1:
            raise _refusal()
        written = found[0]
    return SignedAgreement.from_json(written)


def _refusal() -> DataError:
    return DataError(
        "errors.agreement_file",
        "need an agreement of this workbench (JSON, or a page with one inside) of at most {most} "
        "MB, got another file",
        most=LARGEST // 1_000_000,
    )
