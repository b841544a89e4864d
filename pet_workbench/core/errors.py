"""Errors of this package: each carries an id, its parameters and an English message.

The message is for developers ("need X, got Y").  Pages for readers show the catalogue's text for
`PetError.id` in the reader's language instead, filled in with the same parameters.
"""

from typing import Any


class PetError(Exception):
    """Base class of every error this package raises on purpose.

    Parameters
    ----------
    id : str
        Key of the text in the catalogues, such as ``"errors.threshold_range"``.
    template : str
        English message with ``{placeholders}`` for `parameters`.
    **parameters : object
        The values the message is about.

    Attributes
    ----------
    id : str
    parameters : dict of str to object

    Examples
    --------
    >>> error = ParameterError("errors.bits", "need bits in 8, 16, 32, 64, got {bits}", bits=7)
    >>> str(error), error.id, error.parameters
    ('need bits in 8, 16, 32, 64, got 7', 'errors.bits', {'bits': 7})
    """

    def __init__(self, id: str, template: str, /, **parameters: object) -> None:
        super().__init__(template.format(**parameters))
        self.id = id
        self.parameters = parameters

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), str(self), self.id, self.parameters)


class ParameterError(PetError, ValueError):
    """A parameter lies outside the range in which a method is defined."""


class DataError(PetError, ValueError):
    """Somebody's data are not what the schema says: file, row and column are in the parameters."""


class PrivacyError(PetError):
    """Going on would reveal more than was agreed, so nothing was revealed."""


class ProtocolError(PetError):
    """The parties' messages do not fit together: lost, changed in shape, or a party stopped."""


class MissingExtraError(PetError, ImportError):
    """A library that this function needs is not installed; the message has the install line."""


def _rebuild(
    kind: type[PetError], message: str, id: str, parameters: dict[str, object]
) -> PetError:
    """Make an error again that comes from another process."""
    error = kind(id, "{message}", message=message)
    error.parameters = parameters
    return error
