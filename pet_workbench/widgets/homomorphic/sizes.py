"""How large ciphertexts and keys are, beside the numbers that they protect."""

from pet_workbench.he.choosing.sizes import sizes
from pet_workbench.he.parameters import Parameters, make_ckks
from pet_workbench.viz.homomorphic_figures import sizes_html
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.page import Sentence, html

RINGS: dict[int, tuple[int, ...]] = {
    4096: (43, 43, 20),
    8192: (60, 40, 40, 60),
    16384: (60, 40, 40, 40, 40, 60),
}
"""Sizes of the primes in bits, by degree of the ring."""
_NUMBER_BYTES = 8


class Sizes(Live):
    """Choose a ring, and see how large everything is.

    Attributes
    ----------
    ring : Choice
    sizes : dict of str to int
        Bytes, by the id of what it is.
    """

    def __init__(self, words: Words) -> None:
        self.ring = Choice(
            words("sizes_ring"), {ring: words(f"sizes_ring_{ring}") for ring in RINGS}, value=8192
        )
        self.sizes: dict[str, int] = {}
        self.bars, self.sentence, self.alert = html(""), Sentence(), no_alert()
        super().__init__(
            words,
            [self.ring, self.bars, self.sentence, self.alert],
            label=words("sizes_label"),
            controls=(self.ring,),
        )

    def redraw(self) -> None:
        """Draw the sizes of this ring."""
        words, ring = self.words, self.ring.value
        parameters = make_ckks(
            poly_modulus_degree=ring, coeff_mod_bit_sizes=RINGS[ring], scale_bits=30
        )
        self.sizes = sizes_of(parameters)
        named = {words(f"sizes_{name}"): n_bytes for name, n_bytes in self.sizes.items()}
        self.bars.value = sizes_html(named, lang=words.lang) + small(words("sizes_note"))
        told = words(
            "sizes_told",
            slots=words.number(parameters.slots),
            levels=parameters.levels,
            times=words.number(self.sizes["ciphertext"] / self.sizes["plain"], 1),
            keys=words.size(self.sizes["sums"] + self.sizes["products"]),
            half=words.size(self.sizes["own"]),
        )
        self.sentence.say(f"<p>{told}</p>")


def sizes_of(parameters: Parameters) -> dict[str, int]:
    """Return the bytes of a full ciphertext and of each key when they are sent."""
    found = sizes(parameters, result_level=0, products=True, sums=True)
    return {
        "plain": _NUMBER_BYTES * parameters.slots,
        "own": found.seeded_ciphertext,
        "ciphertext": found.ciphertext,
        "result": found.result,
        "public": found.public_key,
        "products": found.product_keys,
        "sums": found.sum_keys,
    }
