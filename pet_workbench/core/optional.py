"""Late imports of libraries that not everybody installs."""

from importlib import import_module
from types import ModuleType

from pet_workbench.core.errors import MissingExtraError


def import_extra(module: str, *, package: str) -> ModuleType:
    """Import `module` now, or say how to install it.

    Parameters
    ----------
    module : str
        Dotted name to import.
    package : str
        Name to give to ``pip install``.

    Returns
    -------
    module

    Raises
    ------
    MissingExtraError
        If the module cannot be found.  Errors *inside* the module pass through unchanged.

    Examples
    --------
    >>> import_extra("no_such_library", package="no-such-library")
    Traceback (most recent call last):
    ...
    pet_workbench.core.errors.MissingExtraError: need no_such_library for this: pip install \
no-such-library
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not module.startswith(error.name):
            raise
        raise MissingExtraError(
            "errors.missing_extra",
            "need {module} for this: pip install {package}",
            module=module,
            package=package,
        ) from error
