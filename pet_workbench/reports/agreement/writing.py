"""Write an agreement as one page with its file inside."""

from pet_workbench.core.validation import check_choice
from pet_workbench.governance import SignedAgreement
from pet_workbench.i18n import LANGUAGES, Language
from pet_workbench.reports.agreement.paper import agreement_paper
from pet_workbench.reports.agreement.reading import NAME
from pet_workbench.reports.paper import as_html, harmless


def write_agreement(signed: SignedAgreement, *, lang: Language) -> bytes:
    """Return the page.

    Parameters
    ----------
    signed : SignedAgreement
    lang : {"nl", "en"}

    Raises
    ------
    ParameterError
        If there is no such language.
    """
    check_choice("lang", lang, LANGUAGES)
    paper = agreement_paper(signed, lang=lang)
    return as_html(paper, harmless(signed.to_json()), name=NAME, lang=lang).encode()
