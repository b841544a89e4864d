"""What ``content/laws.toml`` says: laws that may matter, each as a question for the lawyer."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pet_workbench.decide import content
from pet_workbench.decide.bilingual import Bilingual
from pet_workbench.decide.conditions import Answers, Condition, alternatives, any_holds


@dataclass(frozen=True)
class Law:
    """A law or ruling, and what to ask about it.

    Attributes
    ----------
    id : str
    name, reference : Bilingual
        What it is called, and the article or place.
    url : str
        Where it can be read; empty if it is not on the web.
    says : Bilingual
        What it says, in one sentence.
    asks : Bilingual
        The question for the lawyer.
    when : tuple of Condition
        On the gate's answers: one of them must hold.
    sector : bool
        Whether it is a law of one sector.
    checked : bool
        Whether a lawyer has read this entry.
    checked_by : str
        Who, and when; empty while nobody has.
    sources : tuple of str
    """

    id: str
    name: Bilingual
    reference: Bilingual
    url: str
    says: Bilingual
    asks: Bilingual
    when: tuple[Condition, ...]
    sector: bool
    checked: bool
    checked_by: str
    sources: tuple[str, ...]

    def holds(self, answers: Answers) -> bool:
        """Tell whether the question comes up with these answers."""
        return any_holds(self.when, answers)


@cache
def laws() -> tuple[Law, ...]:
    """Return all of them, those of one sector first.

    Raises
    ------
    DataError
        If an entry lacks something, or is marked as checked without saying by whom.

    Examples
    --------
    >>> next(law for law in laws() if law.id == "awr-67").sector
    True
    """
    return tuple(_law(id, item) for id, item in content.read("laws").items())


def _law(id: str, item: Mapping[str, Any]) -> Law:
    where = f"laws.{id}"
    checked, by = item.get("checked"), item.get("checked_by", "")
    if not isinstance(checked, bool) or checked != bool(by):
        content.wrong(where, 'checked = false, or true with checked_by = "name, date"', checked)
    return Law(
        id,
        url=item.get("url", ""),
        when=alternatives(item.get("when"), where=where),
        sector=bool(item.get("sector", False)),
        checked=checked,
        checked_by=by,
        sources=content.sourced(item, where=where),
        **content.texts(item, "name", "reference", "says", "asks", where=where),
    )
