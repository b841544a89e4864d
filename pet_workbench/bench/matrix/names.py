"""What cases, techniques, kinds, leaks and errors are called, in the reader's language.

Words stand in the catalogues of the pages of cases; what a page lacks, or says about one run only,
stands in the part ``matrix``.
"""

import re
from collections.abc import Sequence

from pet_workbench.bench.matrix.judgements import has_noise, judgements
from pet_workbench.core import DataError
from pet_workbench.i18n import Language, catalogue, number, text


def case_name(case: str, lang: Language) -> str:
    """Name a case; one of another package without words by its key."""
    return _first([f"start.case_{case}"], lang) or case


def kind_name(kind: str, lang: Language) -> str:
    """Name a kind of technique.

    Examples
    --------
    >>> kind_name("homomorphic", "en"), kind_name("secret-sharing", "nl")
    ('Homomorphic encryption', 'Geheimen delen')
    """
    return text(f"matrix.kind_{kind}", lang)


def technique_name(case: str, technique: str, lang: Language) -> str:
    """Name a technique as the case's page does.

    Examples
    --------
    >>> technique_name("education-tax", "secret-sharing:sort-join", "en")
    'Secret sharing, by sorting'
    """
    first = re.split("[:+]", technique)[0]
    slugs = [re.sub("[:+]", "-", technique), first]
    keys = [f"matrix.technique_{case}_{slugs[0]}", f"{case}.technique.{technique}"]
    keys += [f"{case}.technique.{technique.replace(':', '_')}"]
    keys += [f"{part}.technique_{slug}" for slug in slugs for part in (case, "case")]
    return _first(keys, lang) or _first([f"matrix.kind_{first}"], lang) or technique


def people(case: str, n: int, lang: Language) -> str:
    """Say what a size of a case counts.

    Examples
    --------
    >>> people("aio", 10_000, "en"), people("logistics", 3_000, "nl")
    ('10,000 pensioners', '3.000 ladingen')
    """
    keys = [f"matrix.people_{case}", f"{case}.people", "case.people"]
    return _first(keys, lang, n=number(n, lang))


def leak_words(case: str, leak: str, lang: Language) -> str:
    """Say what parties learn beyond the answer.

    Raises
    ------
    DataError
        If there are no words for it.

    Examples
    --------
    >>> leak_words("treatment", "all_patients_at_register", "en")
    'The registry gets all patients, readable.'
    """
    keys = [f"matrix.leak_{case}_{leak}", f"{case}.leak_{leak}", f"case.leak_{leak}"]
    found = _first(keys, lang)
    if not found:
        raise DataError(
            "errors.bench_matrix_words",
            "need a text {key} for leak {leak} of case {case} in the catalogues, got none",
            key=keys[1],
            leak=leak,
            case=case,
        )
    return found


def error_words(case: str, technique: str, error: float, lang: Language) -> str:
    """Write the error of a technique in the unit of its case.

    Examples
    --------
    >>> error_words("gas", "differential-privacy", 0.058, "nl")
    'gemiddeld 5,8% ernaast'
    """
    unit = judgements()[case].unit(technique)
    value = error * unit.factor
    rounded = number(value, lang, digits=unit.digits)
    if value and not float(f"{value:.{unit.digits}f}"):
        rounded = text(
            "matrix.less_than", lang, n=number(10**-unit.digits, lang, digits=unit.digits)
        )
    return text(f"matrix.unit_{unit.unit}", lang, n=rounded)


def error_means(case: str, technique: str, lang: Language) -> str:
    """Say what the error of a technique counts, and where it would mislead."""
    if not has_noise(technique):
        return text(f"matrix.error_{case}", lang)
    about = _first([f"matrix.error_{case}_noisy", f"matrix.error_{case}"], lang)
    return f"{about} {text('matrix.error_one_draw', lang)}"


def _first(keys: Sequence[str], lang: Language, **values: object) -> str:
    """Return the text under the first of `keys` that there is, or nothing."""
    texts = catalogue(lang)
    return next((texts[key].format(**values) for key in keys if key in texts), "")
