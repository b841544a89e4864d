"""Each known trap of diffprivlib is still there, in the version that is installed."""

from importlib.metadata import version

import pytest

from tests.dp.raw_diffprivlib import COPIES, copied_account
from tests.dp.traps import TRAPS


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.key)
def test_the_library_has_the_trap(trap):
    """What the table says of diffprivlib is so."""
    trap.raw()


@pytest.mark.parametrize("copying", COPIES.values(), ids=list(COPIES))
def test_every_way_to_copy_makes_a_budget(copying):
    """A copy of a full accountant can be spent as well."""
    copied_account(copying)()


def test_the_table_is_about_this_version():
    """Another version may have other traps."""
    assert version("diffprivlib") == "0.6.6"
