"""Balances of any kind, for property tests."""

from hypothesis import strategies as st

from pet_workbench.decide.balance import GRADES, KINDS, WHENS, Amount, Balance, Line, Party

NAMES = ("a", "b", "c", "d")


@st.composite
def amounts(draw):
    """Draw three whole amounts in ascending order."""
    return Amount(*(float(one) for one in sorted(draw(st.lists(EUROS, min_size=3, max_size=3)))))


EUROS = st.integers(0, 1_000_000)


@st.composite
def lines(draw, id: str, parties):
    """Draw a line of one of `parties`."""
    when = draw(st.sampled_from(WHENS))
    return Line(
        id,
        draw(st.sampled_from(parties)),
        draw(st.sampled_from(KINDS)),
        when,
        draw(amounts()),
        draw(st.integers(1 if when == "yearly" else 0, 8)),
        draw(st.sampled_from(("", "<script>", "Werk"))),
    )


@st.composite
def balances(draw):
    """Draw a balance of one to four parties with up to eight lines."""
    parties = NAMES[: draw(st.integers(1, len(NAMES)))]
    n = draw(st.integers(0, 8))
    return Balance(
        "own",
        draw(st.integers(1, 10)),
        draw(st.sampled_from((0.0, 0.0225, 0.1))),
        tuple(Party(one, role=draw(st.sampled_from(GRADES))) for one in parties),
        tuple(draw(lines(f"line:{place}", parties)) for place in range(n)),
    )
