"""Invented people with scores, for the property tests."""

from hypothesis import strategies as st

from pet_workbench.decide.weighing import Person, Weighing, framework

QUESTIONS = list(framework().questions)
ROLES = [role for role in framework().roles if role != "other"]
SCORES = st.integers(framework().rules.lowest, framework().rules.highest)


def everybody(score):
    """Return a weighing in which somebody in each role gives `score` to every question."""
    return Weighing(
        people=tuple(Person(role, scores=dict.fromkeys(QUESTIONS, score)) for role in ROLES)
    )


@st.composite
def weighings(draw, least=1):
    """Draw a weighing with people in different roles, who scored some of the questions."""
    roles = draw(st.lists(st.sampled_from(ROLES), min_size=least, max_size=5, unique=True))
    scores = st.dictionaries(st.sampled_from(QUESTIONS), SCORES)
    return Weighing(people=tuple(Person(role, scores=draw(scores)) for role in roles))
