"""Zero-knowledge proofs: show that a statement about a hidden number is true, and nothing else.

A supplier commits to amounts, an auditor who saw them signs the closed commitments, and everybody
can check claims about them: at least so much, on this list, adding up to that total.  The parts:
`commitments`, `ranges` (at least, at most), `membership` (on a list), `known` (a public total),
`auditor`.  Made to be read and to teach with, on libsodium's group; not audited.  For a product use
a standard and an audited library, such as AnonCreds.

Protects: the committed values, against everybody who sees commitments and proofs.
Does not protect: against a false value that was committed to; see `auditor`.

Examples
--------
>>> from pet_workbench.proofs import commit, ranges
>>> recycled = commit(372)
>>> proof = ranges.prove_at_least(recycled, 300, 10, context=b"suitcase 4711")
>>> ranges.verify_at_least(recycled.commitment, 300, 10, proof, context=b"suitcase 4711")
True
"""

from pet_workbench.proofs.auditor import Auditor, is_signed
from pet_workbench.proofs.commitments import Commitment, Opening, commit, total, total_opening

__all__ = [
    "Auditor",
    "Commitment",
    "Opening",
    "commit",
    "is_signed",
    "total",
    "total_opening",
]
