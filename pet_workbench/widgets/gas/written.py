"""How this page writes an epsilon."""

from pet_workbench.widgets.case import Words


def epsilon_words(words: Words, epsilon: object) -> str:
    """Write an epsilon with as many decimals as it has.

    Examples
    --------
    >>> epsilon_words(Words("nl", "gas"), "0.5"), epsilon_words(Words("nl", "gas"), "10")
    ('0,5', '10')
    """
    value = float(str(epsilon))
    digits = next(one for one in range(4) if round(value, one) == round(value, 3))
    return words.number(value, digits)
