"""What the evidence on one case says, in a paragraph: computed from records, nothing typed in."""

from collections.abc import Sequence

from pet_workbench.bench.matrix.cells import Cost, Evidence
from pet_workbench.bench.matrix.judgements import LEVELS, has_noise, judgements
from pet_workbench.bench.matrix.kinds import CONTRASTS, kinds_of
from pet_workbench.bench.matrix.matrix import Matrix
from pet_workbench.bench.matrix.names import error_words, leak_words, people, technique_name
from pet_workbench.bench.matrix.told import attack_result
from pet_workbench.i18n import Language, number, text

_BASELINES = ("plain-exchange", "trusted-third-party")


def best_exact(evidence: Sequence[Evidence]) -> Evidence | None:
    """Return the PET that answers exactly and leaks least; of equals, the one that is fastest.

    None where no PET was measured to be exact.
    """
    exact = [one for one in evidence if one.errors and one.is_exact and _is_pet(one)]
    return min(exact, key=_badness, default=None)


def best_noisy(evidence: Sequence[Evidence]) -> Evidence | None:
    """Return the technique with noise that leaks least; of equals, the one that errs least."""
    noisy = [one for one in evidence if one.errors and has_noise(one.technique)]
    return min(noisy, key=lambda one: (_leaking(one), one.errors[-1][1]), default=None)


def baseline(evidence: Sequence[Evidence]) -> Evidence | None:
    """Return what PETs are compared with: plain exchange, or else a trusted third party."""
    by_id = {one.technique: one for one in evidence if one.errors}
    return next((by_id[id] for id in _BASELINES if id in by_id), None)


def reading(matrix: Matrix, case: str, lang: Language) -> str:
    """Say in one paragraph what was measured on a case.

    Raises
    ------
    ParameterError
        If the matrix has no such case.
    """
    evidence = matrix.evidence(case)
    if not any(one.errors for one in evidence):
        return text("matrix.reading_unmeasured", lang)
    exact, noisy, plain = best_exact(evidence), best_noisy(evidence), baseline(evidence)
    sentences = []
    if exact is None:
        sentences.append(text("matrix.reading_no_exact", lang))
    else:
        sentences += [_about_exact(exact, lang), _about_cost(exact, plain, lang)]
    if noisy is not None:
        sentences.append(_about_noisy(noisy, lang, is_alone=exact is None))
        if exact is None:
            sentences.append(_about_cost(noisy, plain, lang))
    return " ".join(filter(None, (*sentences, _about_attack(exact or noisy, plain, lang))))


def _is_pet(evidence: Evidence) -> bool:
    return CONTRASTS.isdisjoint(kinds_of(evidence.technique))


def _leaking(evidence: Evidence) -> tuple[int, int]:
    return LEVELS.index(evidence.level), len(evidence.leaks)


def _badness(evidence: Evidence) -> tuple[tuple[int, int], float]:
    seconds = evidence.national.seconds or evidence.teaching.seconds
    return _leaking(evidence), seconds.middle if seconds else float("inf")


def _name(evidence: Evidence, lang: Language) -> str:
    return technique_name(evidence.case, evidence.technique, lang)


def _about_exact(evidence: Evidence, lang: Language) -> str:
    """Say which technique is exact, what it gives if not all, and what it leaks at worst."""
    sentences = [text("matrix.reading_exact", lang, name=_name(evidence, lang))]
    if evidence.answers != "same":
        sentences.append(text(f"matrix.answers_{evidence.answers}", lang))
    return " ".join([*sentences, _about_leaks(evidence, lang)])


def _about_noisy(evidence: Evidence, lang: Language, *, is_alone: bool) -> str:
    """Say which technique hides people in the answer too, and how far off that is."""
    n, error = evidence.errors[-1]
    hides = text(
        "matrix.reading_noisy",
        lang,
        name=_name(evidence, lang),
        people=people(evidence.case, n, lang),
        error=error_words(evidence.case, evidence.technique, error, lang),
    )
    return f"{hides} {_about_leaks(evidence, lang)}" if is_alone else hides


def _about_leaks(evidence: Evidence, lang: Language) -> str:
    """Say what a technique leaks at worst: in one sentence, or in the words of those leaks."""
    judged = judgements()[evidence.case].leaks
    worst = [leak for leak in evidence.leaks if judged[leak] == evidence.level]
    leaks = " ".join(leak_words(evidence.case, leak, lang) for leak in worst)
    return text(f"matrix.reading_leaks_{evidence.level}", lang, leaks=leaks)


def _about_cost(evidence: Evidence, plain: Evidence | None, lang: Language) -> str:
    """Say how many times the baseline's time and traffic a technique takes, at one size."""
    if plain is None:
        return ""
    for mine, other in (
        (evidence.national, plain.national),
        (evidence.teaching, plain.teaching),
    ):
        times = _factors(mine, other)
        if times is not None:
            way = "measured" if mine.is_measured and other.is_measured else "estimated"
            return text(
                f"matrix.reading_cost_{way}",
                lang,
                name=_name(evidence, lang),
                people=people(evidence.case, mine.n, lang),
                seconds=_factor(times[0], lang),
                bytes=_factor(times[1], lang),
                plain=_name(plain, lang),
            )
    return ""


def _factors(mine: Cost, other: Cost) -> tuple[float, float] | None:
    """Return time and traffic as factors; None unless both are known and above 0."""
    if mine.use is None or other.use is None or not other.use.bytes.middle:
        return None
    seconds = mine.use.seconds.middle / max(other.use.seconds.middle, 1e-9)
    return seconds, mine.use.bytes.middle / other.use.bytes.middle


def _factor(times: float, lang: Language) -> str:
    """Write a factor: with a decimal below ten, where it matters."""
    if times < 0.1:
        return text("matrix.less_than", lang, n=number(0.1, lang, digits=1))
    return number(times, lang, digits=0 if times >= 10 else 1)


def _about_attack(evidence: Evidence | None, plain: Evidence | None, lang: Language) -> str:
    """Say how the attack on a technique went, and the same attack on the baseline if otherwise."""
    if evidence is None or evidence.attack is None:
        return ""
    attack = evidence.attack
    said = text(
        f"matrix.reading_attack_{attack.result}",
        lang,
        name=_name(evidence, lang),
        people=people(evidence.case, attack.n, lang),
        result=attack_result(attack, lang),
    )
    if plain is None or plain.attack is None or plain.attack.result == attack.result:
        return said
    key = f"matrix.reading_same_attack_{plain.attack.result}"
    return f"{said} {text(key, lang, plain=_name(plain, lang))}"
