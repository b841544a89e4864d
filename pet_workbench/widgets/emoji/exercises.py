"""Five exercises that can be answered from the page."""

from functools import cache

from pet_workbench.usecases.emoji import SIZE, emoji_list, protocol_of
from pet_workbench.widgets.case import ChoiceTask, NumberTask, Solution
from pet_workbench.widgets.emoji.visible import SURE

DAILY, DAYS = 4, 30
RARER = 10
PLACE, EPSILON = 9, 2


@cache
def needed() -> int:
    """Return how many devices the emoji of the second exercise takes."""
    share = float(emoji_list("nl").shares[PLACE])
    return protocol_of("unary", EPSILON).support.devices_needed(share, values=SIZE, sure=SURE)


def _daily() -> Solution:
    """Solve: what epsilons add up to."""
    return Solution(
        right=DAILY * DAYS,
        wrong={"one": DAILY},
        values={"daily": DAILY, "days": DAYS},
    )


def _needed() -> Solution:
    """Solve: how many devices an emoji takes."""
    return Solution(right=needed(), values={"epsilon": EPSILON}, tolerance=0.02 * needed())


def _rarer() -> Solution:
    """Solve: devices needed grow with the square."""
    return Solution(right=RARER**2, wrong={"ten": RARER}, values={"rarer": RARER})


TASKS = (
    NumberTask("daily", _daily),
    NumberTask("needed", _needed),
    NumberTask("rarer", _rarer),
    ChoiceTask("liar", ("smaller", "larger", "list", "look"), right="larger"),
    ChoiceTask("trust", ("same", "one", "less", "none"), right="one"),
)
