"""``pet-workbench memo FILE --out MEMO``: write the memo of a dossier, or of another memo."""

import argparse
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from pet_workbench.cli import Words
    from pet_workbench.decide import Dossier
    from pet_workbench.i18n import Language

ENDINGS = (".html", ".docx", ".json")


def register(commands: "argparse._SubParsersAction[ArgumentParser]", words: "Words") -> None:
    """Add ``memo``."""
    about = words("cli.memo")
    parser = commands.add_parser("memo", help=about, description=about, allow_abbrev=False)
    parser.add_argument("file", type=Path, help=words("cli.memo.file"))
    parser.add_argument("--out", type=Path, required=True, help=words("cli.memo.out"))
    parser.set_defaults(run=_run, words=words)


def _run(arguments: argparse.Namespace) -> int:
    """Read the dossier, make the memo, and only then write it.

    Raises
    ------
    DataError
        If a file cannot be read or written, or the dossier is broken.
    """
    from pet_workbench.i18n import size
    from pet_workbench.reports.memo import read_dossier

    given, out, lang = arguments.file, arguments.out, arguments.lang
    _check_out(given, out)
    dossier = read_dossier(_read(given), given.name)
    made = _made(dossier, out.suffix.lower(), lang)
    try:
        out.write_bytes(made)
    except OSError as error:
        _refuse_file(out, error)
    print(arguments.words("cli.memo.done", path=out, size=size(len(made), lang)))
    return 0


def _made(dossier: "Dossier", ending: str, lang: "Language") -> bytes:
    """Return the content of the file that was asked for."""
    from pet_workbench.reports.memo import write_memo

    if ending == ".json":
        return dossier.to_json().encode()
    return write_memo(dossier, "html" if ending == ".html" else "docx", lang=lang)


def _check_out(given: Path, out: Path) -> None:
    """Refuse an output of an unknown kind, and one that is the input.

    Raises
    ------
    DataError
        If it is.
    """
    from pet_workbench.core import DataError

    if out.suffix.lower() not in ENDINGS:
        raise DataError(
            "errors.decide_memo_ending",
            "need an output that ends in {endings}, got {path}",
            endings=", ".join(ENDINGS),
            path=out,
        )
    if out.resolve() == given.resolve():
        raise DataError(
            "errors.decide_memo_same",
            "need another file for the memo than the one it is made from, got {path} for both",
            path=out,
        )


def _read(path: Path) -> bytes:
    """Return the bytes of a file, at most just more than is allowed.

    Raises
    ------
    DataError
        If it cannot be read.
    """
    from pet_workbench.reports.memo.reading import LARGEST

    try:
        with path.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        _refuse_file(path, error)


def _refuse_file(path: Path, error: OSError) -> NoReturn:
    """Refuse a file that the system does not let us read or write.

    Raises
    ------
    DataError
        Always.
    """
    from pet_workbench.core import DataError

    raise DataError(
        "errors.decide_memo_file",
        "need to read and write the file {path}, got: {reason}; choose another file",
        path=path,
        reason=error.strerror or type(error).__name__,
    ) from error
