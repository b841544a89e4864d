"""A weighing that is filled in, to start from: every score and reason in it is made up by us."""

from collections.abc import Mapping
from typing import Any

from pet_workbench.decide import content
from pet_workbench.decide.bilingual import Bilingual
from pet_workbench.decide.weighing.framework import FILE
from pet_workbench.decide.weighing.model import Judgement, Person, Project, Weighing
from pet_workbench.i18n import Language


def example(lang: Language) -> Weighing:
    """Return the example, with its texts in `lang`.

    Examples
    --------
    >>> [person.role for person in example("en").people]
    ['privacy-officer', 'data-steward', 'manager', 'citizen']
    """
    item = content.read(FILE)["example"]
    where = f"{FILE}.example"
    texts = content.texts(item, "goal", "involved", "data", where=where)
    return Weighing(
        Project(**{key: one.of(lang) for key, one in texts.items()}),
        tuple(_person(role, scored, lang) for role, scored in item["people"].items()),
        tuple(Bilingual(**one).of(lang) for one in item["conditions"]),
        Judgement(item["verdict"], content.bilingual(item, "reason", where=where).of(lang)),
    )


def example_title(lang: Language) -> str:
    """Return what the example is about."""
    return content.bilingual(content.read(FILE)["example"], "title", where=FILE).of(lang)


def example_case() -> str:
    """Return the key of the use case that the example is about."""
    return str(content.read(FILE)["example"]["case"])


def _person(role: str, scored: Mapping[str, Any], lang: Language) -> Person:
    """Return one person of the example."""
    return Person(
        role,
        scores={question: one["score"] for question, one in scored.items()},
        reasons={question: one[lang] for question, one in scored.items() if lang in one},
    )
