"""Make the example files in ``data/examples/`` again, byte for byte.

``python tools/examples.py`` writes them; ``python tools/examples.py FOLDER`` writes them elsewhere.

A thousand households of invented people: with two hundred, nationwide shares would leave about two
hidden households, too few to show anything.  The Dutch files have semicolons and decimal commas and
the English ones commas and decimal points, for that is what Excel in either language opens.
"""

import sys
from pathlib import Path

from pet_workbench.datasets import write_csv
from pet_workbench.i18n import Language
from pet_workbench.usecases.aio.own_tables import HEADERS
from pet_workbench.usecases.aio.population import generate

RECIPIENTS = 1_455
SEED = 2024
FILES: dict[Language, str] = {"nl": "{party}_voorbeeld.csv", "en": "{party}_example.csv"}


def examples() -> dict[str, bytes]:
    """Return the content of every example file by its name."""
    tables = generate(RECIPIENTS, seed=SEED).tables
    return {
        name.format(party=party.lower()): write_csv(table, lang=lang, headers=HEADERS[lang])
        for lang, name in FILES.items()
        for party, table in tables.items()
    }


def main(folder: Path) -> None:
    """Write all example files to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in examples().items():
        (folder / name).write_bytes(content)
        print(f"{folder / name}: {len(content)} bytes")


if __name__ == "__main__":
    default = Path(__file__).parents[1] / "data" / "examples"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
