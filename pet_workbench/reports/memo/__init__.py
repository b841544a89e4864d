"""The decision memo: a dossier as one document that can be signed, sent and opened again.

`write_memo` writes it as HTML or DOCX, in Dutch or English; `read_dossier` gets the dossier back
out of either.  `nearest_evidence` says what was measured for an arrangement on a case, and
`run_summary` what may be kept of one run of a case.

All of it is computed from the dossier each time; nothing is sent anywhere.
"""

from pet_workbench.reports.memo.evidence import NearestEvidence, RecordRef, nearest_evidence
from pet_workbench.reports.memo.reading import read_dossier
from pet_workbench.reports.memo.run import run_summary
from pet_workbench.reports.memo.write import KINDS, Kind, write_memo

__all__ = [
    "KINDS",
    "Kind",
    "NearestEvidence",
    "RecordRef",
    "nearest_evidence",
    "read_dossier",
    "run_summary",
    "write_memo",
]
