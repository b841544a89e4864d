"""Dossiers to make memos of: one in which everything is filled in, and one with hostile texts."""

from dataclasses import replace
from functools import cache
from typing import Any

from pet_workbench import usecases
from pet_workbench.decide import Dossier, adoption, balance, chooser, weighing
from pet_workbench.reports.memo import run_summary

SECURE = "secret-sharing"


@cache
def run() -> dict[str, Any]:
    """Return what is kept of one run of the case about pensioners."""
    case = usecases.get("aio")
    outcome = case.run(SECURE, case.load(n=1000, seed=1))
    return run_summary("aio", outcome, n=1000)


def scanned() -> adoption.Adoption:
    """Return an adoption scan in which everything was scored; one partner has its doubts."""
    found = adoption.Adoption.of_partners(["SVB", "UWV", "CBS"])
    for item in adoption.scan().items:
        for partner in found.partners:
            found = found.with_score(partner, item.id, 3)
    return found.with_score("UWV", "1A", 1).with_score("UWV", "3B", 0)


def filled(lang: str = "nl") -> Dossier:
    """Return a dossier in which every tool was used, with texts of ordinary length."""
    case = chooser.case("aio")
    texts = _TEXTS[lang]
    return Dossier.empty(lang).with_(
        title=texts["title"],
        question=texts["question"],
        parties=("SVB", "UWV", "CBS"),
        case="aio",
        gate=dict(case.gate),
        needs=dict(case.needs),
        chosen=SECURE,
        rules_off=(chooser.rules()[-1].id,),
        weighing=weighing.example(lang).to_mapping(),
        balance=balance.example("aio").to_mapping(),
        adoption=scanned().to_mapping(),
        run=run(),
        open_points=texts["open"],
        saved="2026-11-22T15:30:00+00:00",
        versions={"pet-workbench": "0.1.0", "content": "0123456789ab"},
    )


_TEXTS: dict[str, dict[str, Any]] = {
    "nl": {
        "title": "Niet-gebruik van de AIO-aanvulling",
        "question": "Welke huishoudens met een onvolledige AOW hebben recht op een AIO-aanvulling "
        "en vragen die niet aan? De SVB wil deze mensen een brief sturen. Het inkomen naast de AOW "
        "is bekend bij UWV. De SVB mag alleen weten welke huishoudens zij kan aanschrijven; UWV "
        "mag niet weten naar wie wordt gevraagd.",
        "open": (
            "De regeling waarop de proef rustte loopt af: wie vraagt verlenging?",
            "Kan het CBS de rol van derde rekenpartij op zich nemen?",
            "Hoe lang bewaart de SVB de lijst met gevonden huishoudens?",
        ),
    },
    "en": {
        "title": "Non-take-up of the AIO supplement",
        "question": "Which households with an incomplete state pension are entitled to an AIO "
        "supplement and do not claim it? SVB wants to write to these people. Their other income is "
        "known to UWV. SVB may learn only which households it can write to; UWV may not learn "
        "about whom is asked.",
        "open": (
            "The regulation on which the pilot rested lapses: who asks for an extension?",
            "Can CBS take the role of third computing party?",
            "How long does SVB keep the list of households found?",
        ),
    },
}


def hostile(words: str) -> Dossier:
    """Return a dossier in which every text that people type is `words`."""
    full = filled("en")
    said = weighing.example("en")
    people = tuple(
        replace(person, name=words[:60], reasons=dict.fromkeys(person.scores, words[:400]))
        for person in said.people
    )
    weighed = replace(
        said,
        project=weighing.Project(goal=words[:400], involved=words[:400], data=words[:400]),
        people=people,
        conditions=(words[:400],),
        judgement=replace(said.judgement, reason=words[:400]),
    )
    costs = balance.example("aio").to_mapping()
    for one in (*costs["parties"], *costs["lines"]):
        one["name" if "name" in one else "says"] = words[:60]
    kept = {**run(), "technique": words[:200], "case": words[:200], "leaks": [words[:200]]}
    kept["parameters"] = {words[:60]: words[:200]}
    kept["released"] = [{**one, "what": words[:200]} for one in kept["released"]]
    kept["received"] = [{**one, "party": words[:200]} for one in kept["received"]]
    return full.with_(
        title=words[:300],
        question=words[:10_000],
        parties=(words[:200],) * 3,
        rules_off=(words[:100],),
        weighing=weighed.to_mapping(),
        balance=costs,
        adoption=adoption.Adoption.of_partners([words[:40].strip()])
        .with_score(words[:40].strip(), "1A", 0)
        .to_mapping(),
        run=kept,
        open_points=(words[:2000],) * 2,
        saved=words[:40],
        versions={words[:40]: words[:200]},
    )
