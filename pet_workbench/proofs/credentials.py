"""The same claim with AnonCreds, the way to go for a product: a signed credential, shown in part.

An issuer (here the auditor) signs attributes of a delivery; the holder shows some of them, proves
that a number is at least a bound, and hides the rest [1]_.  The library, written in Rust, is an
extra, and loaded when it is first asked for.

What it has that `pet_workbench.proofs` has not: a public specification, revocation, proofs
that cannot be linked.  What it has not: sums over several suppliers, membership of a list.

Its Python wrapper ends the whole process on an argument of the wrong type, so everything is checked
before it gets there.

Protects: attributes that are not shown, and the exact value behind "at least".
Does not protect: against an issuer that signs what is not true.

References
----------
.. [1] J. Camenisch, A. Lysyanskaya, "A signature scheme with efficient protocols", SCN 2002,
   268-289, doi:10.1007/3-540-36413-7_20; AnonCreds Specification v1.0,
   https://anoncreds.github.io/anoncreds-spec/.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from types import ModuleType
from typing import Any, Final

from pet_workbench.core.optional import import_extra
from pet_workbench.core.validation import check_whole
from pet_workbench.proofs.errors import refuse_false

KIND = "credential"
PACKAGE = "pet-workbench[anoncreds]"
SHOWN, HIDDEN = "material", "recycled_permille"
_ISSUER: Final = "did:example:auditor"
_SCHEMA, _DEFINITION = f"{_ISSUER}/schema", f"{_ISSUER}/definition"
_NAMES: Final = ("supplier", SHOWN, HIDDEN, "origin", "lot")
_LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Shown:
    """What came of showing a credential, and what it took.

    Attributes
    ----------
    accepted : bool
        Whether the verifier accepts it.
    replayed : bool
        Whether it also does for another question, with a number of its own.
    size_bytes : int
        Of what the verifier gets.
    text : str
        That itself, as JSON.
    issue_seconds, prove_seconds, verify_seconds : float
        The credential, once per delivery; and each time that it is shown.
    """

    accepted: bool
    replayed: bool
    size_bytes: int
    text: str
    issue_seconds: float
    prove_seconds: float
    verify_seconds: float


def show(
    issuer: "Issuer", attributes: Mapping[str, str], recycled_permille: int, at_least: int
) -> Shown:
    """Issue a credential, show the material and prove the recycled content, and verify that.

    Parameters
    ----------
    issuer : Issuer
    attributes : mapping of str to str
        ``supplier``, ``material``, ``origin`` and ``lot``.
    recycled_permille : int
        Hidden; 0 to 1,000.
    at_least : int
        Public bound, in the same unit.

    Raises
    ------
    ParameterError
        If a number is out of range, or the claim is false: nothing can be shown then.
    """
    check_whole("recycled_permille", recycled_permille, 0, 1_000)
    check_whole("at_least", at_least, 0, _LARGEST)
    raw = {name: str(attributes.get(name, "")) for name in _NAMES}
    raw[HIDDEN] = str(recycled_permille)
    ready = perf_counter()
    credential, secret = issuer.issue(raw)
    issued = perf_counter()
    question = _question(issuer.library, at_least)
    presentation = _present(issuer, credential, secret, question)
    proven = perf_counter()
    accepted = _accepts(issuer, presentation, question)
    verified = perf_counter()
    text = presentation.to_json()
    return Shown(
        accepted=accepted,
        replayed=_accepts(issuer, presentation, _question(issuer.library, at_least)),
        size_bytes=len(text.encode()),
        text=text,
        issue_seconds=issued - ready,
        prove_seconds=proven - issued,
        verify_seconds=verified - proven,
    )


class Issuer:
    """Signs credentials: the auditor.  Making its key takes seconds, now and then half a minute.

    Raises
    ------
    MissingExtraError
        If the extra is not installed.
    """

    def __init__(self) -> None:
        start = perf_counter()
        self.library = library = import_extra("anoncreds", package=PACKAGE)
        self.error: type[Exception] = library.AnoncredsError
        self.schema = library.Schema.create("material", "1.0", _ISSUER, list(_NAMES))
        self.definition, self._private, self._proof = library.CredentialDefinition.create(
            _SCHEMA, self.schema, _ISSUER, "tag", "CL", support_revocation=False
        )
        self.setup_seconds = perf_counter() - start

    def issue(self, raw: Mapping[str, str]) -> tuple[Any, str]:
        """Return a credential as its holder keeps it, and the holder's secret."""
        library = self.library
        secret = library.create_link_secret()
        offer = library.CredentialOffer.create(_SCHEMA, _DEFINITION, self._proof)
        request, kept = library.CredentialRequest.create(
            "holder", None, self.definition, secret, "default", offer
        )
        signed = library.Credential.create(
            self.definition, self._private, offer, request, dict(raw)
        )
        return signed.process(kept, secret, self.definition), secret


def _question(library: ModuleType, at_least: int) -> Any:
    """Return what a verifier asks: with a number of its own, so that no answer serves twice."""
    from_issuer = {"restrictions": [{"issuer_id": _ISSUER}]}
    asked = {
        "nonce": library.generate_nonce(),
        "name": "product passport",
        "version": "1.0",
        "requested_attributes": {"shown": {"name": SHOWN, **from_issuer}},
        "requested_predicates": {
            "bound": {"name": HIDDEN, "p_type": ">=", "p_value": at_least, **from_issuer}
        },
    }
    return library.PresentationRequest.load(json.dumps(asked))


def _present(issuer: Issuer, credential: Any, secret: str, question: Any) -> Any:
    """Answer the question, or refuse where it is false."""
    library = issuer.library
    chosen = library.PresentCredentials()
    # by name: without it the wrapper takes True for another argument, and the process ends
    chosen.add_attributes(credential, "shown", reveal=True)
    chosen.add_predicates(credential, "bound")
    schemas, definitions = {_SCHEMA: issuer.schema}, {_DEFINITION: issuer.definition}
    try:
        return library.Presentation.create(question, chosen, {}, secret, schemas, definitions)
    except issuer.error:
        refuse_false(KIND)


def _accepts(issuer: Issuer, presentation: Any, question: Any) -> bool:
    """Tell whether a verifier accepts an answer to its question; a wrong one is an error there."""
    schemas, definitions = {_SCHEMA: issuer.schema}, {_DEFINITION: issuer.definition}
    try:
        return bool(presentation.verify(question, schemas, definitions))
    except issuer.error:
        return False
