"""The page: its parts, each made when the notebook first shows it."""

from functools import cached_property

from pet_workbench.he.security import allowed_bits
from pet_workbench.i18n import Language
from pet_workbench.widgets.case import ChoiceTask, NumberTask, Solution, Words
from pet_workbench.widgets.case.exercises import Exercises
from pet_workbench.widgets.homomorphic.box import BoxWalk
from pet_workbench.widgets.homomorphic.chooser import ChooserPanel
from pet_workbench.widgets.homomorphic.cost import Costs
from pet_workbench.widgets.homomorphic.holders import KeyHolders
from pet_workbench.widgets.homomorphic.inside import Inside
from pet_workbench.widgets.homomorphic.meter import MeterPanel
from pet_workbench.widgets.homomorphic.recovery import Recovery
from pet_workbench.widgets.homomorphic.schemes import Schemes
from pet_workbench.widgets.homomorphic.sizes import Sizes
from pet_workbench.widgets.homomorphic.tampered import Tampered
from pet_workbench.widgets.homomorphic.wrong_key import WrongKey

LIMIT, EACH = 500_000, 2_000
DEGREE, OUTER_BITS, SCALE_BITS = 8192, 60, 40


def _incomes() -> Solution:
    """Solve: how many incomes fit below the limit of BFV."""
    return Solution(
        right=LIMIT // EACH,
        wrong={"twice": 2 * LIMIT // EACH},
        values={"limit": LIMIT, "each": EACH},
    )


def _multiplications() -> Solution:
    """Solve: how many multiplications fit into the bits that are safe."""
    allowed = allowed_bits(DEGREE)
    left = allowed - 2 * OUTER_BITS
    return Solution(
        right=left // SCALE_BITS,
        wrong={"all": allowed // SCALE_BITS, "up": left // SCALE_BITS + 1},
        values={
            "degree": DEGREE,
            "allowed": allowed,
            "outer": OUTER_BITS,
            "scale": SCALE_BITS,
            "left": left,
        },
    )


TASKS = (
    ChoiceTask("holder", ("computer", "receiver", "owners", "nobody"), right="receiver"),
    NumberTask("incomes", _incomes),
    NumberTask("levels", _multiplications),
    ChoiceTask("scheme", ("bfv", "ckks"), right="bfv"),
    ChoiceTask("sharing", ("encrypted", "rounded", "mac", "flooded"), right="flooded"),
)


class Homomorphic:
    """What homomorphic encryption is, how it is measured, and three ways to get it wrong.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    def __init__(self, *, lang: Language) -> None:
        self.words = Words(lang, "homomorphic")

    @cached_property
    def box(self) -> BoxWalk:
        """A number goes out in a locked box, is computed with, and comes back."""
        return BoxWalk(self.words)

    @cached_property
    def holders(self) -> KeyHolders:
        """Who holds which key."""
        return KeyHolders(self.words)

    @cached_property
    def inside(self) -> Inside:
        """What a ciphertext looks like."""
        return Inside(self.words)

    @cached_property
    def meter(self) -> MeterPanel:
        """Level, scale, noise and range."""
        return MeterPanel(self.words)

    @cached_property
    def schemes(self) -> Schemes:
        """BFV beside CKKS."""
        return Schemes(self.words)

    @cached_property
    def chooser(self) -> ChooserPanel:
        """A job in, parameters and reasons out."""
        return ChooserPanel(self.words)

    @cached_property
    def sizes(self) -> Sizes:
        """How large it gets."""
        return Sizes(self.words)

    @cached_property
    def cost(self) -> Costs:
        """What it costs."""
        return Costs(self.words)

    @cached_property
    def wrong_key(self) -> WrongKey:
        """Attack 1: a key that does not fit."""
        return WrongKey(self.words)

    @cached_property
    def tampered(self) -> Tampered:
        """Attack 2: a changed message."""
        return Tampered(self.words)

    @cached_property
    def recovery(self) -> Recovery:
        """Attack 3: the key from the answer."""
        return Recovery(self.words)

    @cached_property
    def exercises(self) -> Exercises:
        """Five questions that check their own answers."""
        return Exercises(TASKS, self.words)
