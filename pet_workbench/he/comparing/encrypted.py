"""The blind comparison of `digits`, carried out on encrypted numbers.

The holder encrypts the parts of its numbers; the asker tests them, re-randomises every product and
returns it in few bytes; the holder decrypts and says where it found a zero.  A number can stand in
several *sources*, such as the income of a first person, that of a second and that of both together,
of which the asker chooses one for each row: the holder does not see which.

Protects: limits, answers and choices against the holder, and numbers against the asker; see
`digits`.
Does not protect: a holder that encrypts something else than it should, or lies about the noise in
it, can read more from the products.  Here all are taken to follow the protocol.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from pet_workbench.core import Keystream
from pet_workbench.he.column import Column
from pet_workbench.he.comparing.digits import (
    Digits,
    Numbers,
    Stream,
    Tests,
    draw_tests,
    parts_of,
)
from pet_workbench.he.hiding.uniform import hide
from pet_workbench.he.keys import PublicContext, SecretKey
from pet_workbench.he.parameters import Parameters, make_bfv
from pet_workbench.he.whole.column import WholeColumn
from pet_workbench.he.whole.residues import Residues, Vector

DIGITS = Digits(levels=10)
"""Numbers and limits up to 1,048,574: in cents that is more than any limit of a social minimum."""
HIDING_BITS = 64
"""A product's noise tells its multipliers apart with an advantage of at most 2**-64."""


@cache
def parameters() -> Parameters:
    """Return parameters for `DIGITS`: two products in a row, and noise that hides them."""
    return make_bfv(
        poly_modulus_degree=8192, coeff_mod_bit_sizes=(60, 60, 60, 20), plain_modulus_bits=22
    )


def encrypt_parts(key: SecretKey, numbers: Numbers, digits: Digits = DIGITS) -> Iterator[Column]:
    """Yield the parts of `numbers`, encrypted by their holder, the longest first.

    Parameters
    ----------
    key : SecretKey
    numbers : ndarray of int64, shape (n,)
        0 to ``digits.most``.
    digits : Digits
    """
    for part in parts_of(numbers, digits):
        yield key.encrypt_to_send(part, bound=digits.nowhere)


def draw(limits: Numbers, context: PublicContext, stream: Stream) -> Tests:
    """Return what the asker looks for among numbers under `context`; see `digits.draw_tests`.

    Parameters
    ----------
    limits : ndarray of int64, shape (n,)
        0 to ``DIGITS.most``.
    context : PublicContext
        Of the holder.
    stream : Keystream
        Where secrets are read from.
    """
    return draw_tests(limits, DIGITS, modulus=context.parameters.plain_modulus, stream=stream)


def masked_products(
    sources: Sequence[Sequence[WholeColumn]], choice: Numbers, tests: Tests, stream: Keystream
) -> Iterator[Column]:
    """Yield what the asker returns: one column of products per test, re-randomised.

    Parameters
    ----------
    sources : sequence of sequence of WholeColumn
        For each source the parts of its numbers, as `encrypt_parts` gives them.
    choice : ndarray of int64, shape (n,)
        For each row the source that is tested.
    tests : Tests
    stream : Keystream
        From which the noise is read that hides everything else.

    Raises
    ------
    NoiseError
        If the parameters leave no room for this.
    """
    parts = [[Residues.of(column) for column in source] for source in sources]
    context, level = parts[0][0].context, parts[0][0].meter.level
    levels = range(tests.digits.levels)
    masks = [
        [Vector.of(context, (tests.turns == turn) & (choice == at), level=level) for turn in levels]
        for at in range(len(sources))
    ]
    offsets = tests.offsets
    for place in levels:
        chosen = Residues.total(
            [
                (parts[at][i], masks[at][(place - i) % len(levels)])
                for at in range(len(sources))
                for i in levels
            ]
        )
        for factors, offset in zip(tests.factors[place], offsets[place], strict=True):
            product = Residues.total([(chosen, Vector.of(context, factors, level=level))])
            column = product.column(offset)
            yield hide(column, statistical_bits=HIDING_BITS, stream=stream).compact()
