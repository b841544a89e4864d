"""What a reader is told about engines, jobs and absence, in Dutch or English."""

from pet_workbench.bench.peers.presence import Absent
from pet_workbench.bench.peers.record import Clock, PeerRecord
from pet_workbench.i18n import Language, day, number, text


def engine(id: str, lang: Language) -> str:
    """Return a sentence about what an engine is.

    Parameters
    ----------
    id : str
    lang : {"nl", "en"}

    Examples
    --------
    >>> engine("pet-workbench", "en")
    'This workbench itself.'
    """
    return text(f"peers.engine_{id}", lang)


def variant(record: PeerRecord, lang: Language) -> str:
    """Return how an engine was used; empty where there is one way.

    Parameters
    ----------
    record : PeerRecord
    lang : {"nl", "en"}
    """
    return text(f"peers.variant_{record.variant}", lang) if record.variant else ""


def family(id: str, lang: Language) -> str:
    """Return the name of a family of jobs.

    Parameters
    ----------
    id : str
    lang : {"nl", "en"}

    Examples
    --------
    >>> family("he", "nl")
    'Homomorfe versleuteling'
    """
    return text(f"peers.family_{id}", lang)


def job(family: str, id: str, lang: Language) -> str:
    """Return what a job is.

    Parameters
    ----------
    family, id : str
    lang : {"nl", "en"}
    """
    return text(f"peers.job_{family}_{id}", lang)


def clock(which: Clock, lang: Language) -> str:
    """Return which time is meant, with its unit.

    Parameters
    ----------
    which : {"seconds", "cpu_seconds"}
    lang : {"nl", "en"}
    """
    return text(f"peers.clock_{which}", lang)


def reason(absent: PeerRecord | Absent, lang: Language) -> str:
    """Return why an engine was not measured; empty for one that was.

    Parameters
    ----------
    absent : PeerRecord or Absent
    lang : {"nl", "en"}
    """
    if not absent.reason:
        return ""
    return text(f"peers.reason_{absent.reason}", lang, **absent.values)


def remarks(record: PeerRecord, lang: Language) -> tuple[str, ...]:
    """Return what a reader has to know beside one ratio: sentences, often none.

    Parameters
    ----------
    record : PeerRecord
    lang : {"nl", "en"}
    """
    said = []
    ratio = record.ratio
    if record.measured == "reference":
        said.append(text("peers.reference", lang, name=record.name, date=day(record.session, lang)))
    if ratio is not None and ratio.lowest is None:
        said.append(text("peers.no_spread", lang))
    if record.turns is not None and "extrapolated_from" in record.turns.more:
        n = number(record.turns.more["extrapolated_from"], lang)
        said.append(text("peers.extrapolated", lang, n=n))
    return tuple(said)


def about(family: str, lang: Language) -> tuple[str, ...]:
    """Return what stands below a table of a family: what was and was not compared, and the rest.

    Parameters
    ----------
    family : str
    lang : {"nl", "en"}
    """
    return (
        text("peers.means", lang),
        text("peers.misleads", lang),
        text("peers.turns", lang),
        text(f"peers.compared_{family}", lang),
        text(f"peers.not_compared_{family}", lang),
    )
