"""Every attack, and whatever comes of it, is said in both languages."""

import pytest

from pet_workbench import usecases
from pet_workbench.bench import Attempt
from pet_workbench.bench.attempts.plan import ATTACKS
from pet_workbench.bench.attempts.words import attack_name, outcome, who, why_none
from pet_workbench.i18n import LANGUAGES, Language, catalogue

IDS = sorted(attack.id for attack in ATTACKS.values())
RESULTS = ("succeeded", "partly", "failed")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id", IDS)
def test_every_attack_has_a_name_and_says_what_it_does_not_try(id: str, lang: Language) -> None:
    """A name, who does what, and where the attack stops."""
    not_tried = {"nl": "Niet geprobeerd: ", "en": "Not tried: "}[lang]
    assert attack_name(id, lang)[0].isupper()
    assert not_tried in who(id, lang)
    assert who(id, lang).endswith(".")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("result", RESULTS)
@pytest.mark.parametrize("id", IDS)
def test_every_result_is_told_with_its_numbers(id: str, result: str, lang: Language) -> None:
    """A sentence says how many of how many, as numbers are written in its language."""
    said = outcome(Attempt(id, result, 1234, 5678, 1), lang)  # type: ignore[arg-type]  # parametrised
    assert {"nl": "5.678", "en": "5,678"}[lang] in said
    assert result == "failed" or {"nl": "1.234", "en": "1,234"}[lang] in said
    assert said.endswith(".")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reasons_why_nothing_is_tried_are_said(lang: Language) -> None:
    """Too large, too small and a case of one's own have a sentence; an attempt needs none."""
    said = {why_none(case, n=n, lang=lang) for case, n in (("aio", 10**7), ("table", 3), ("x", 1))}
    assert len(said) == 3
    assert all(one.endswith(".") for one in said)
    assert why_none("aio", n=10_000, lang=lang) == ""


def test_no_words_are_left_over() -> None:
    """The catalogue has words for the attacks there are, and for no others."""
    kept = {key.split(".")[1] for key in catalogue("en") if key.startswith("attempts.")}
    assert {one for one in kept if not one.startswith("none_")} == set(IDS)
    assert len(usecases.names()) == len(IDS)
