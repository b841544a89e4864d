"""Who takes part, and what that costs and yields everybody: the balance as the parties wrote it.

Amounts are euros in today's prices.  What happens once happens in a year that is named, counted
from the start; what happens yearly begins in a year that is named and goes on to the last one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from pet_workbench.core import DataError, ParameterError, PetError
from pet_workbench.decide import content, sections
from pet_workbench.decide.balance.amount import Amount

Kind = Literal["cost", "benefit"]
When = Literal["once", "yearly"]
Grade = Literal["yes", "limited", "no", "unknown"]
KINDS: tuple[Kind, ...] = ("cost", "benefit")
WHENS: tuple[When, ...] = ("once", "yearly")
GRADES: tuple[Grade, ...] = ("yes", "limited", "no", "unknown")
ASKED = ("supplies", "bears", "role", "incentive")
"""What is asked about a party beside money: supplies data, bears cost, formal role, incentive."""
FILE = "balance"
_ENDS = ("low", "likely", "high")


@dataclass(frozen=True)
class Party:
    """An organisation or group that takes part.

    Attributes
    ----------
    id : str
    name : str
        As somebody typed it; empty for the name that the content file has for `id`.
    supplies, bears, role, incentive : {"yes", "limited", "no", "unknown"}
        Whether it supplies data, bears cost, has a formal role, and has a financial incentive.
    """

    id: str
    name: str = ""
    supplies: Grade = "unknown"
    bears: Grade = "unknown"
    role: Grade = "unknown"
    incentive: Grade = "unknown"

    def with_(self, field: str, value: str) -> "Party":
        """Return the same with another name, or another grade."""
        return replace(self, **{field: value})  # type: ignore[arg-type]  # field names are checked


@dataclass(frozen=True)
class Line:
    """One cost or benefit of one party.

    Attributes
    ----------
    id : str
    party : str
        Id of the party that pays or receives.
    kind : {"cost", "benefit"}
    when : {"once", "yearly"}
    amount : Amount
        Euros, or euros per year.
    first : int
        Year in which it happens, or from which it happens yearly; year 0 is the start.
    says : str
        What it is, as somebody typed it; empty for what the content file says of `id`.

    Raises
    ------
    ParameterError
        If it goes on every year, but begins before the first one.
    """

    id: str
    party: str
    kind: Kind
    when: When
    amount: Amount
    first: int
    says: str = ""

    def __post_init__(self) -> None:
        if self.when == "yearly" and self.first < 1:
            raise ParameterError(
                "errors.decide_balance_start",
                "need a yearly amount to begin in year 1 or later, got year {first}",
                first=self.first,
            )

    @property
    def sign(self) -> int:
        """1 for a benefit, -1 for a cost."""
        return 1 if self.kind == "benefit" else -1


@dataclass(frozen=True)
class Balance:
    """Costs and benefits of all parties over a number of years.

    Attributes
    ----------
    example : str
        From which example it was made.
    years : int
        How many years are looked at after the start.
    rate : float
        Discount rate per year, above inflation: 0.0225 is 2.25 %.
    parties : tuple of Party
    lines : tuple of Line

    Raises
    ------
    DataError
        If there is no such example, ids are not unique, or a line is of a party that is not there.

    Examples
    --------
    >>> cost = Line("work", "a", "cost", "once", Amount(8, 10, 15), first=0)
    >>> balance = Balance("own", 5, 0.02, (Party("a"),), (cost,))
    >>> balance.of("a") == (cost,), Balance.from_mapping(balance.to_mapping()) == balance
    (True, True)
    """

    example: str
    years: int
    rate: float
    parties: tuple[Party, ...]
    lines: tuple[Line, ...] = ()

    def __post_init__(self) -> None:
        examples = content.read(FILE)["examples"]
        if self.example not in examples:
            raise DataError(
                "errors.decide_balance_example",
                "need one of the examples {known}, got {example}",
                known=", ".join(examples),
                example=self.example[:60],
            )
        ids = [party.id for party in self.parties]
        for id in (*ids, *(line.id for line in self.lines)):
            if ids.count(id) + sum(line.id == id for line in self.lines) > 1:
                raise DataError(
                    "errors.decide_balance_twice",
                    "need a different id for every party and line, got {id} more than once; give "
                    "one of them another id",
                    id=id,
                )
        for line in self.lines:
            if line.party not in ids:
                raise DataError(
                    "errors.decide_balance_nobody",
                    "need a party that is in the list for line {line}, got {party}; add the party "
                    "or remove the line",
                    line=line.says or line.id,
                    party=line.party,
                )

    @staticmethod
    def from_mapping(state: Mapping[str, Any]) -> "Balance":
        """Read what a dossier holds.

        Raises
        ------
        DataError
            If it is none; the place, or the party or line, is in the parameters.
        """
        sections.check("balance", state)
        return Balance(
            state["example"],
            state["years"],
            float(state["rate"]),
            tuple(Party(**party) for party in state["parties"]),
            tuple(_line(line) for line in state["lines"]),
        )

    def to_mapping(self) -> dict[str, Any]:
        """Return what a dossier holds: values of JSON only."""
        return {
            "example": self.example,
            "years": self.years,
            "rate": self.rate,
            "parties": [dict(vars(party)) for party in self.parties],
            "lines": [
                {
                    **{name: value for name, value in vars(line).items() if name != "amount"},
                    **{end: float(getattr(line.amount, end)) for end in _ENDS},
                }
                for line in self.lines
            ],
        }

    def of(self, party: str | None) -> tuple[Line, ...]:
        """Return the lines of a party, or all lines for None."""
        return tuple(line for line in self.lines if party in (None, line.party))

    def with_(self, **fields: object) -> "Balance":
        """Return the same with other fields, checked again."""
        return replace(self, **fields)  # type: ignore[arg-type]  # replace checks the names

    def with_line(self, line: Line) -> "Balance":
        """Return the same with `line` in the place of the one with its id, or at the end."""
        if all(one.id != line.id for one in self.lines):
            return self.with_(lines=(*self.lines, line))
        return self.with_(lines=tuple(line if one.id == line.id else one for one in self.lines))


def _line(state: Mapping[str, Any]) -> Line:
    """Read one line.

    Raises
    ------
    DataError
        With the line, if its amounts are not in order, or it begins before it can.
    """
    fields = {name: value for name, value in state.items() if name not in _ENDS}
    try:
        return Line(**fields, amount=Amount(*(float(state[end]) for end in _ENDS)))
    except PetError as error:
        raise DataError(
            "errors.decide_balance_line",
            "line {where} of the balance is refused: {reason}",
            where=f"{state['party']} / {state['says'] or state['id']}",
            reason=error,
        ) from error
