"""The gate once more, as plain Python that reads no content file."""

from pet_workbench.decide import Answers

LIVING = {"people", "employees", "children", "traders", "unknown"}
STRICT = {"health", "sensitive", "criminal", "fraud", "bsn"}
DPIA = {"dpia", "dpia-risk", "dpia-not-needed"}


def outcome(answers: Answers) -> str:
    """Return what complete answers must lead to."""
    first = {id: chosen[0] for id, chosen in answers.items()}
    if is_forbidden(first):
        return "stop"
    if any("unknown" in chosen for chosen in answers.values()):
        return "first"
    if LIVING.isdisjoint(answers["about"]):
        return _nobody_alive(answers, first)
    ready = _is_consistent(first) and _is_arranged(set(answers["arranged"]), first)
    return "open" if ready and first.get("decision") != "automatic" else "first"


def is_forbidden(first: dict[str, str]) -> bool:
    """Tell whether one of the answers says that it is not allowed."""
    return (
        first.get("exception") == "no"
        or first.get("basis_use") == "no"
        or first.get("basis_share") in ("no-supplier", "no-receiver")
        or first.get("secrecy") == "stands"
        or first.get("purpose") == "other"
    )


def _nobody_alive(answers: Answers, first: dict[str, str]) -> str:
    if "deceased" in answers["about"]:
        return "first"
    return "not-needed" if first["secrecy"] == "none" else "open"


def _is_consistent(first: dict[str, str]) -> bool:
    several = first["learns"] in ("groups-all", "people-several")
    return not (first["basis_share"] == "inside" and several)


def _is_arranged(arranged: set[str], first: dict[str, str]) -> bool:
    return (
        "nothing" not in arranged
        and not arranged.isdisjoint(DPIA)
        and ("dpia-risk" not in arranged or "ap" in arranged)
        and (first["basis_share"] == "inside" or "controller" in arranged)
    )
