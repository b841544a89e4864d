"""Make the example files in ``data/examples/`` again, byte for byte.

``python tools/examples.py`` writes them; ``python tools/examples.py FOLDER`` writes them elsewhere.

A thousand households of invented people: with two hundred, nationwide shares would leave about two
hidden households, too few to show anything.  The Dutch files have semicolons and decimal commas and
the English ones commas and decimal points, for that is what Excel in either language opens.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from pet_workbench.datasets import write_csv
from pet_workbench.i18n import Language
from pet_workbench.usecases.aio.own_tables import HEADERS
from pet_workbench.usecases.aio.population import generate
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.debts import CASE as DEBTS
from pet_workbench.usecases.debts import own_tables as debts_tables
from pet_workbench.usecases.education import CASE as EDUCATION
from pet_workbench.usecases.education import PUBLISHER
from pet_workbench.usecases.education import own_tables as education_tables
from pet_workbench.usecases.emoji import CASE as EMOJI
from pet_workbench.usecases.emoji import DEVICES
from pet_workbench.usecases.emoji import own_tables as emoji_tables
from pet_workbench.usecases.entrepreneurs import CASE as ENTREPRENEURS
from pet_workbench.usecases.entrepreneurs import HOLDER, KVK
from pet_workbench.usecases.entrepreneurs import own_tables as entrepreneurs_tables
from pet_workbench.usecases.fall_injuries import CASE as FALL_INJURIES
from pet_workbench.usecases.falls import CARE, HOSPITAL
from pet_workbench.usecases.falls import CASE as FALLS
from pet_workbench.usecases.falls import own_tables as falls_tables
from pet_workbench.usecases.fraud import CASE as FRAUD
from pet_workbench.usecases.fraud.own_tables import HEADERS as FRAUD_HEADERS
from pet_workbench.usecases.fugitives import BANK, JUSTICE
from pet_workbench.usecases.fugitives import CASE as FUGITIVES
from pet_workbench.usecases.fugitives import own_tables as fugitives_tables
from pet_workbench.usecases.gas import CASE as GAS
from pet_workbench.usecases.gas import OPERATORS
from pet_workbench.usecases.gas import own_tables as gas_tables
from pet_workbench.usecases.grid import examples as grid_examples
from pet_workbench.usecases.informants import CASE as INFORMANTS
from pet_workbench.usecases.informants import FIRST, SECOND
from pet_workbench.usecases.informants import own_tables as informants_tables
from pet_workbench.usecases.logistics import CARRIERS, SHIPPER
from pet_workbench.usecases.logistics import CASE as LOGISTICS
from pet_workbench.usecases.logistics import own_tables as logistics_tables
from pet_workbench.usecases.mobility import CASE as MOBILITY
from pet_workbench.usecases.mobility import own_tables as mobility_tables
from pet_workbench.usecases.passport import AUDITOR, PRODUCER
from pet_workbench.usecases.passport import CASE as PASSPORT
from pet_workbench.usecases.passport import own_tables as passport_tables
from pet_workbench.usecases.pupils import invented as invented_pupils
from pet_workbench.usecases.securened import CASE as SECURENED
from pet_workbench.usecases.securened import own_tables as securened_tables
from pet_workbench.usecases.synthetic_rows import own_tables as synthetic_tables
from pet_workbench.usecases.train import CASE as TRAIN
from pet_workbench.usecases.train import HOSPITALS
from pet_workbench.usecases.train import own_tables as train_tables
from pet_workbench.usecases.treatment import CASE as TREATMENT
from pet_workbench.usecases.treatment import own_tables as treatment_tables

RECIPIENTS = 1_455
PROVIDERS = 10_000
BUSINESSES = 10_000
ORGANISATIONS = 60
INHABITANTS = 12_000
CUSTOMERS = 1_000
INFORMERS = 200
LOADS = 25
LOCATIONS = 6_000
PATIENTS = 400
CLIENTS = 500
CONNECTIONS = 3_000
HOMES = 3_000
PUPILS = 2_000
TOLD = 5_000
SUITCASES = 4
ILL = 2_000
SEED = 2024
FILES: dict[Language, str] = {"nl": "{party}_voorbeeld.csv", "en": "{party}_example.csv"}


def examples() -> dict[str, bytes]:
    """Return the content of every example file by its name."""
    return {
        **_files(generate(RECIPIENTS, seed=SEED).tables, HEADERS),
        **_files(FRAUD.load(n=PROVIDERS, seed=SEED), FRAUD_HEADERS, prefix="fraud_"),
        **_debts(),
        **_education(),
        **_emoji(),
        **_entrepreneurs(),
        **_securened(),
        **_falls(),
        **_gas(),
        **_grid(),
        **_lists(),
        **_logistics(),
        **_mobility(),
        **_passport(),
        **_pupils(),
        **_train(),
        **_files(
            treatment_tables.written(TREATMENT.load(n=PATIENTS, seed=SEED)),
            treatment_tables.HEADERS,
            prefix="treatment_",
        ),
    }


def _debts() -> dict[str, bytes]:
    """Return the five files of the case `debts`: a quarter of the country is one municipality."""
    tables = DEBTS.load(n=INHABITANTS, seed=SEED, residents_percent=25)
    named = {slug: tables[party] for slug, party in debts_tables.SLUGS.items()}
    return _files(named, debts_tables.HEADERS, prefix="debts_")


def _education() -> dict[str, bytes]:
    """Return the one file of the case `education`; its words differ by language too."""
    pupils = EDUCATION.load(n=PUPILS, seed=SEED)[PUBLISHER]
    return {
        "education_" + name.format(party="pupils"): write_csv(
            education_tables.written(pupils, lang),
            lang=lang,
            headers=education_tables.HEADERS[lang],
        )
        for lang, name in FILES.items()
    }


def _emoji() -> dict[str, bytes]:
    """Return the one file of the case `emoji`, the same in both languages."""
    table = EMOJI.load(n=TOLD, seed=SEED)[DEVICES]
    return {
        "emoji_" + name.format(party="devices"): write_csv(
            emoji_tables.written(table, texts="nl"), lang=lang, headers=emoji_tables.HEADERS[lang]
        )
        for lang, name in FILES.items()
    }


def _entrepreneurs() -> dict[str, bytes]:
    """Return the two files of the case `entrepreneurs`, with areas and sections in words."""
    tables = entrepreneurs_tables.written(ENTREPRENEURS.load(n=BUSINESSES, seed=SEED))
    named = {"register": tables[KVK], "signals": tables[HOLDER]}
    return _files(named, entrepreneurs_tables.HEADERS)


def _falls() -> dict[str, bytes]:
    """Return the files of `falls` and of `fall-injuries`, whose clients are the same people."""
    injuries = FALL_INJURIES.load(n=CLIENTS, seed=SEED)
    models = {
        "falls_" + name.format(party="hospital"): write_csv(
            falls_tables.written(FALLS.load(n=CLIENTS, seed=SEED), lang)[HOSPITAL],
            lang=lang,
            headers=falls_tables.HEADERS[lang],
        )
        for lang, name in FILES.items()
    }
    return {
        **models,
        **_files({CARE: injuries[CARE]}, falls_tables.HEADERS, prefix="falls_"),
        **_files(injuries, falls_tables.HEADERS, prefix="fall-injuries_"),
    }


def _lists() -> dict[str, bytes]:
    """Return the two files of the case `fugitives` and the two of `informants`."""
    tables = fugitives_tables.written(FUGITIVES.load(n=CUSTOMERS, seed=SEED))
    lists = INFORMANTS.load(n=INFORMERS, seed=SEED)
    named = {"justice": tables[JUSTICE], "bank": tables[BANK]}
    services = {"first": lists[FIRST], "second": lists[SECOND]}
    return {
        **_files(named, fugitives_tables.HEADERS, prefix="fugitives_"),
        **_files(services, informants_tables.HEADERS, prefix="informants_"),
    }


def _gas() -> dict[str, bytes]:
    """Return the file of the case `gas`: connections of all operators."""
    tables = GAS.load(n=CONNECTIONS, seed=SEED)
    together = pd.concat([tables[name] for name in OPERATORS], ignore_index=True)
    return _files({"connections": together}, gas_tables.HEADERS, prefix="gas_")


def _grid() -> dict[str, bytes]:
    """Return generated households and their codebook; columns and words differ by language."""
    return {
        "grid_" + name.format(party=slug): write_csv(
            frame, lang=lang, headers=synthetic_tables.HEADERS[lang]
        )
        for lang, name in FILES.items()
        for slug, frame in grid_examples.files(lang, n=HOMES, seed=SEED).items()
    }


def _securened() -> dict[str, bytes]:
    """Return the one file of the case `securened`; its words differ by language too."""
    tables = SECURENED.load(n=ORGANISATIONS, seed=SEED)
    return {
        "securened_" + name.format(party="reports"): write_csv(
            securened_tables.written(tables, lang),
            lang=lang,
            headers=securened_tables.HEADERS[lang],
        )
        for lang, name in FILES.items()
    }


def _logistics() -> dict[str, bytes]:
    """Return the offers of three carriers and the loads of a shipper."""
    tables = LOGISTICS.load(n=LOADS, seed=SEED)
    slugs = {**dict(zip("abc", CARRIERS, strict=False)), "loads": SHIPPER}
    return {
        "logistics_" + name.format(party=slug): write_csv(
            logistics_tables.written(tables[party], lang),
            lang=lang,
            headers=logistics_tables.HEADERS[lang],
        )
        for lang, name in FILES.items()
        for slug, party in slugs.items()
    }


def _mobility() -> dict[str, bytes]:
    """Return rows of four operators, of those persons only who were seen in two provinces."""
    tables = MOBILITY.load(n=LOCATIONS, seed=SEED)
    moved = {
        party: table[table.groupby("person")["area"].transform("nunique") > 1]
        for party, table in tables.items()
    }
    return {
        "mobility_" + name.format(party=slug): write_csv(
            mobility_tables.written(table), lang=lang, headers=mobility_tables.HEADERS[lang]
        )
        for lang, name in FILES.items()
        for slug, table in zip("abcd", moved.values(), strict=True)
    }


def _passport() -> dict[str, bytes]:
    """Return statements, goods and books of the case `passport`; one statement is not true."""
    tables = passport_tables.written(PASSPORT.load(n=SUITCASES, seed=SEED))
    said = tables[passport_tables.STATEMENTS].copy()
    said.loc[0, "recycled"] = said.loc[0, "mass"]
    named = {"statements": said, "products": tables[PRODUCER], "books": tables[AUDITOR]}
    return _files(named, passport_tables.HEADERS, prefix="passport_")


def _pupils() -> dict[str, bytes]:
    """Return invented pupils and their codebook; columns and words differ by language."""
    return {
        "pupils_" + name.format(party=slug): write_csv(
            frame, lang=lang, headers=synthetic_tables.HEADERS[lang]
        )
        for lang, name in FILES.items()
        for slug, frame in invented_pupils.files(lang, n=PUPILS, seed=SEED).items()
    }


def _train() -> dict[str, bytes]:
    """Return the patients of the three largest hospitals of the case `train`."""
    tables = TRAIN.load(n=ILL, seed=SEED)
    return {
        "train_" + name.format(party=slug): write_csv(
            train_tables.written(tables[hospital], lang),
            lang=lang,
            headers=train_tables.HEADERS[lang],
        )
        for lang, name in FILES.items()
        for slug, hospital in zip("abc", HOSPITALS, strict=False)
    }


def _files(
    tables: Tables, headers: Mapping[str, Mapping[str, str]], *, prefix: str = ""
) -> dict[str, bytes]:
    """Return one file per party and language."""
    return {
        prefix + name.format(party=party.lower()): write_csv(
            table, lang=lang, headers=headers[lang]
        )
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
