"""The smallest safe ring for a declared computation, with reasons, and why no smaller one does.

A small ring is fast and its ciphertexts are short; a large one takes more bits, and so more depth,
range and precision.  The chooser goes from small to large: degree by degree, and at each degree
from few primes to many, as each prime more is work and bytes.  For each it looks for the best sizes
(`search`), and takes the first that no meter refuses, that is precise enough, and that fits in
memory.  Nothing is encrypted on the way, and asking for more never gives a smaller ring.

Protects: against parameters that are unsafe, too small for the computation, or too large for the
machine; what is promised is a bound, not an average.
Does not protect: against declaring less than will be computed; the columns' meters refuse that.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

from pet_workbench.core import ParameterError, PetError
from pet_workbench.core.validation import check_range
from pet_workbench.he import security
from pet_workbench.he.choosing.computations import Computation
from pet_workbench.he.choosing.costs import encryption_seconds
from pet_workbench.he.choosing.reasons import Reason, nothing_fits, why
from pet_workbench.he.choosing.search import Trial, best
from pet_workbench.he.choosing.sizes import Sizes, sizes
from pet_workbench.he.errors import PrecisionError, kept
from pet_workbench.he.meter import Meter
from pet_workbench.he.parameters import Parameters, least_prime_bits, make_bfv, make_ckks
from pet_workbench.he.real.meter import RealMeter
from pet_workbench.he.whole.meter import WholeMeter

MOST_PRIMES = 24
MOST = 1e300
"""Bounds, errors and numbers of rows are below this; what is not was not meant."""
PATIENCE = 2
"""So many primes more without a smaller error, and a larger ring is tried."""
AT_ONCE = 16
"""Ciphertexts of a column that are in memory when rows are streamed in chunks."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A ring that will not do.

    Attributes
    ----------
    degree : int
    primes : int
        How many, the special one included.
    refusal : PetError
        Why, at the best sizes of these primes.
    """

    degree: int
    primes: int
    refusal: PetError


@dataclass(frozen=True, slots=True)
class Choice:
    """Parameters for a computation, and what can be known of it beforehand.

    Attributes
    ----------
    computation : Computation
    parameters : Parameters
    meter : Meter
        Of the result: bound, error or noise budget, level.
    sizes : Sizes
        Bytes of ciphertexts and keys.
    memory_bytes : int
        Of the ring, its keys and the ciphertexts of one chunk of rows, at the peak.
    rejected : tuple of Rejection
        Smaller rings, smallest first.
    """

    computation: Computation
    parameters: Parameters
    meter: Meter
    sizes: Sizes
    memory_bytes: int
    rejected: tuple[Rejection, ...]

    @property
    def error(self) -> float:
        """Largest error of a number of the result; 0 for whole numbers."""
        return self.meter.error

    @property
    def noise_budget_bits(self) -> int | None:
        """Bits by which noise may still grow at the end; in BFV only."""
        return self.meter.noise_budget_bits if isinstance(self.meter, WholeMeter) else None

    @property
    def bits_used(self) -> int:
        """Bits of all primes together."""
        return self.parameters.total_bits

    @property
    def bits_allowed(self) -> int:
        """Most bits that both security tables allow."""
        return self.parameters.allowed_bits

    @property
    def table(self) -> security.Table:
        """Which of the two tables allows less, and so decides."""
        return security.binding_table(self.parameters.poly_modulus_degree)

    @property
    def ciphertexts(self) -> int:
        """How many are encrypted."""
        return self.computation.columns * self.meter.chunks(self.computation.rows)

    @property
    def input_bytes(self) -> int:
        """Bytes of all encrypted columns together when they are sent."""
        each = self.sizes.seeded_ciphertext if self.computation.symmetric else self.sizes.ciphertext
        return self.ciphertexts * each

    @property
    def encryption_seconds(self) -> float:
        """Processor time to encrypt all columns, on the machine where it was measured."""
        return encryption_seconds(
            self.parameters,
            ciphertexts=self.ciphertexts,
            symmetric=self.computation.symmetric,
        )

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why these parameters, as keys of texts with their values."""
        return why(self)


@lru_cache(maxsize=128)
def choose(computation: Computation) -> Choice:
    """Return the smallest safe parameters with which `computation` comes out right.

    Parameters
    ----------
    computation : Computation
        For example `RealSum`, `ExactSum`, `LinearScore` or `Squarings` of `computations`.

    Returns
    -------
    Choice

    Raises
    ------
    ParameterError
        If what is declared is no computation, or every ring that is large enough would take too
        much memory.
    DepthError, NoiseError, PrecisionError, RangeError
        If none is large enough, with what the best of them can do.

    Examples
    --------
    >>> from pet_workbench.he.choosing.computations import ExactSum
    >>> choice = choose(ExactSum(rows=65536, bound=5_000_000))
    >>> choice.parameters.poly_modulus_degree, choice.bits_used, choice.bits_allowed, choice.table
    (4096, 106, 106, 'guideline')
    """
    _check(computation)
    rejected: list[Rejection] = []
    for degree in security.DEGREES:
        reached, stale = math.inf, 0
        for count in range(2, MOST_PRIMES + 1):
            trial, refusal = _tried(computation, degree, count)
            if trial is not None and refusal is None:
                return _chosen(computation, degree, trial, tuple(rejected))
            assert refusal is not None
            rejected.append(Rejection(degree, count, refusal))
            if trial is None:  # nor will there be room for one prime more
                break
            error = trial.meter.error if trial.meter else math.inf
            stale = stale + 1 if reached <= error < math.inf else 0
            reached = min(reached, error)
            if stale == PATIENCE:
                break
    raise nothing_fits(rejected)


def _check(computation: Computation) -> None:
    """Refuse what is no computation."""
    check_range("rows", computation.rows, 1, MOST)
    check_range("columns", computation.columns, 1, MOST)
    check_range("largest", computation.largest, 1 / MOST, MOST)
    if computation.scheme == "ckks":
        check_range("error", computation.error, 1 / MOST, MOST)


def _tried(
    computation: Computation, degree: int, count: int
) -> tuple[Trial | None, PetError | None]:
    """Return the best sizes of so many primes, and why they will not do; nothing if none fit."""
    try:
        security.check_memory(degree, count)
    except ParameterError as refusal:
        return None, kept(refusal)
    trial = best(computation, degree, count)
    if trial is None:
        return None, ParameterError(
            "errors.he_bits_too_few",
            "need at least {least} bits for each prime, got {allowed} bits for {primes} primes at "
            "degree {degree}: choose a higher degree",
            least=least_prime_bits(degree),
            allowed=security.allowed_bits(degree),
            primes=count,
            degree=degree,
        )
    if isinstance(trial.meter, RealMeter):
        try:
            trial.meter.require(computation.error)
        except PrecisionError as refusal:
            return trial, kept(refusal)
    return trial, trial.refusal


def _chosen(
    computation: Computation, degree: int, trial: Trial, rejected: tuple[Rejection, ...]
) -> Choice:
    """Make the parameters, and tell what they give."""
    if computation.scheme == "ckks":
        parameters = make_ckks(
            poly_modulus_degree=degree,
            coeff_mod_bit_sizes=trial.sizes,
            scale_bits=trial.scale_bits,
        )
    else:
        parameters = make_bfv(
            poly_modulus_degree=degree,
            coeff_mod_bit_sizes=trial.sizes,
            plain_modulus_bits=trial.plain_bits,
        )
    meter = computation.meter(parameters)
    keys = {"products": computation.products, "sums": computation.sums}
    at_once = AT_ONCE * computation.columns * parameters.ciphertext_bytes
    return Choice(
        computation,
        parameters,
        meter,
        sizes(parameters, result_level=meter.level, **keys),
        security.memory_bytes(degree, len(trial.sizes), **keys) + at_once,
        rejected,
    )
