"""Options of a run that do not go with an engine."""

from pet_workbench.core import ParameterError


def check_only_here(**options: object) -> None:
    """Refuse what makes sense for parties in one process only.

    Parameters
    ----------
    **options
        By name; those that are None were not chosen.

    Raises
    ------
    ParameterError
        If one was.
    """
    for name, value in options.items():
        if value is not None:
            raise ParameterError(
                "errors.only_in_process",
                "need an engine or {name}, not both: parties elsewhere draw their own keys and "
                "nobody stands between them",
                name=name,
            )
