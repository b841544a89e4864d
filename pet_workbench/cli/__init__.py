"""The command ``pet-workbench``: one module per sub-command, found by name in `COMMANDS`.

A sub-command is a module with ``register(commands, words)``: it adds its parser and sets
``run=function``, where ``function(arguments) -> int`` is the exit code.  Nothing is imported until
a command runs, so that ``pet-workbench doctor`` still answers when a library is missing.
"""

import argparse
import importlib
import json
import sys
from collections.abc import Callable, Sequence
from importlib import resources

COMMANDS = (
    *("serve", "bench", "doctor", "offline", "parties", "party", "certificates", "ledger"),
    *("memo", "register"),
)
LANGUAGES = ("nl", "en")
_PARTS = ("cli.json", *(f"cli_{name}.json" for name in ("bench", "ledger", "memo", "register")))
Words = Callable[..., str]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Returns
    -------
    int
        0 when all went well, 1 when a check failed, 2 for a wrong option or an error in one line.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    lang = _language(given)
    words = reader_words(lang)
    arguments = _parser(words).parse_args(given)
    try:
        return int(arguments.run(arguments))
    except ModuleNotFoundError as missing:
        return _complain(words("cli.error.library", name=missing.name))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _complain(_reader_text(error, lang))


def reader_words(lang: str) -> Words:
    """Return the function that gives the command line's texts in `lang`.

    The catalogue files are read as they are, because `i18n` needs numpy and ``doctor`` must be able
    to say that numpy is missing.
    """
    folder = resources.files("pet_workbench") / "i18n" / "catalogues" / lang
    texts: dict[str, str] = {}
    for part in _PARTS:
        texts |= json.loads((folder / part).read_text(encoding="utf-8"))

    def words(key: str, /, **values: object) -> str:
        return texts[key].format(**values)

    return words


def _language(argv: Sequence[str]) -> str:
    """Return the language asked for, before the real parser exists: its help needs it."""
    peek = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    peek.add_argument("--lang", choices=LANGUAGES, default="nl")
    return str(peek.parse_known_args(list(argv))[0].lang)


def _parser(words: Words) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pet-workbench", description=words("cli.description"), allow_abbrev=False
    )
    about = words("cli.lang")
    parser.add_argument("--lang", choices=LANGUAGES, default="nl", help=about)
    commands = parser.add_subparsers(metavar=words("cli.command"), required=True)
    for name in COMMANDS:
        importlib.import_module(f"{__name__}.{name}").register(commands, words)
    for command in commands.choices.values():
        add_language(command, words)
    return parser


def add_language(command: argparse.ArgumentParser, words: Words) -> None:
    """Let a command take the language behind its name too."""
    command.add_argument(
        "--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=words("cli.lang")
    )


def _reader_text(error: Exception, lang: str) -> str:
    """Return the reader's text of an error of this package, and raise any other error again."""
    from pet_workbench.core import PetError
    from pet_workbench.i18n import error_text

    if not isinstance(error, PetError):
        raise error
    return error_text(error, "en" if lang == "en" else "nl")


def _complain(message: str) -> int:
    print(f"pet-workbench: {message}", file=sys.stderr)
    return 2
