"""A scan that was filled in: the report's case of health-care fraud, as we read it."""

from dataclasses import dataclass
from functools import cache

from pet_workbench.decide import content
from pet_workbench.decide.adoption.scan import FILE
from pet_workbench.decide.adoption.scores import Adoption
from pet_workbench.decide.bilingual import Bilingual
from pet_workbench.i18n import Language

_WHERE = f"{FILE}.example"
_UNKNOWN = "?"


@dataclass(frozen=True)
class Example:
    """An example.

    Attributes
    ----------
    says, explains : Bilingual
        Its name, and what it rests on.
    adoption : Adoption
        With the partners' names in one language.
    sources : tuple of str
    """

    says: Bilingual
    explains: Bilingual
    adoption: Adoption
    sources: tuple[str, ...]


@cache
def example(lang: Language) -> Example:
    """Return the example of ``content/adoption.toml``.

    Raises
    ------
    DataError
        If it is no scan.

    Examples
    --------
    >>> example("en").adoption.score("Banks", "1C")
    0
    """
    item = content.read(FILE)["example"]
    names = [
        content.bilingual({"name": name}, "name", where=_WHERE).of(lang)
        for name in item["partners"]
    ]
    scores = {
        name: {
            id: None if given[place] == _UNKNOWN else given[place]
            for id, given in item["scores"].items()
        }
        for place, name in enumerate(names)
    }
    return Example(
        adoption=Adoption.from_mapping(
            {"partners": names, "scores": scores, "facts": item["facts"]}
        ),
        sources=content.sourced(item, where=_WHERE),
        **content.texts(item, "says", "explains", where=_WHERE),
    )
