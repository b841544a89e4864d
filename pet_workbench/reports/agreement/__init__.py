"""An agreement as a page that people read and sign, with the signed file inside it.

`write_agreement` writes the page, in Dutch or English; `read_agreement` gets the agreement with its
approvals back out of it, or out of the file itself.  `draft_agreement` drafts one for a run of a
case, and `draft_entries` what the registers would say.  The page says what the file says and no
more: whoever signs, signs the file.
"""

from pet_workbench.reports.agreement.draft import draft_agreement, draft_entries
from pet_workbench.reports.agreement.paper import agreement_paper
from pet_workbench.reports.agreement.reading import read_agreement
from pet_workbench.reports.agreement.writing import write_agreement

__all__ = [
    "agreement_paper",
    "draft_agreement",
    "draft_entries",
    "read_agreement",
    "write_agreement",
]
