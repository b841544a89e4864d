"""A party reads its own file where no other is, and its own result as the answer."""

import pytest

from pet_workbench import usecases
from pet_workbench.core import DataError, ParameterError
from pet_workbench.datasets import each_problem
from pet_workbench.i18n import LANGUAGES, error_text
from pet_workbench.usecases.debts import AGENCIES
from pet_workbench.usecases.own_part import own_program
from pet_workbench.usecases.treatment import HOSPITALS


@pytest.mark.parametrize(
    ("case", "party", "content", "expected"),
    [
        ("debts", "CAK", "person,amount\n1011,5\n1012,5\n", ["errors.citizen_numbers_alike"]),
        (
            "logistics",
            "Vervoerder A",
            "from,to,day,pallets,price\nVenlo,Zwolle,mon,8,2\nVenlo,Zwolle,mon,9,3\n",
            ["errors.data_offered_twice"],
        ),
        (
            "securened",
            "Ziekenhuis",
            "sector,technique,week,count\ncare,phishing,1,1\nwater,malware,1,1\ncare,phishing,1,2\n",
            ["errors.data_two_sectors", "errors.data_report_twice"],
        ),
        ("treatment", "Noord", "patient,treatment,score\n1,C,5\n", ["errors.data_choice"]),
    ],
)
def test_what_one_file_shows_is_checked_in_that_file(case, party, content, expected):
    """Rows that contradict each other are refused where the file is, with the party's name."""
    with pytest.raises(DataError) as caught:
        usecases.get(case).read_own(party, content.encode())
    problems = each_problem(caught.value)
    assert [problem.id for problem in problems] == expected
    for lang in LANGUAGES:
        assert all(party in error_text(problem, lang) for problem in problems)


@pytest.mark.parametrize(
    ("case", "party"),
    [
        ("debts", "CBS"),
        ("entrepreneurs", "CBS"),
        ("fraud", "IKZ"),
        ("fugitives", "CBS"),
        ("informants", "CBS"),
        ("logistics", "Platform"),
        ("logistics", "Notaris"),
        ("logistics", "Universiteit"),
        ("securened", "NCSC"),
        ("securened", "RINIS"),
        ("treatment", "Register"),
    ],
)
def test_who_only_computes_has_no_file(case, party):
    """A file for a body, a platform or a reader is a mistake, and is said to be one."""
    with pytest.raises(ParameterError) as error:
        usecases.get(case).read_own(party, b"")
    assert error.value.id == "errors.no_own_file"


@pytest.mark.parametrize("hospital", HOSPITALS)
def test_every_hospital_finds_the_answer_in_its_own_result(hospital):
    """On its machine there are no results of others."""
    case = usecases.get("treatment")
    tables = case.load(n=200, seed=1)
    answer = case.run("secret-sharing", tables).answer
    assert case.answer({hospital: answer}) == answer
    with pytest.raises(KeyError):
        case.answer({})


def test_both_services_find_the_number_in_their_own_result():
    """With secret sharing both read it; the third body has nothing to read."""
    case = usecases.get("informants")
    answer = case.run("secret-sharing", case.load(n=400, seed=5)).answer
    for service in ("Service A", "Service B"):
        assert case.answer({service: answer}) == answer
    for others in ({"CBS": None}, {"Service B": None}):
        with pytest.raises(KeyError):
            case.answer(others)


def test_citizen_numbers_are_long_enough_if_nobody_sees_all_tables():
    """Without an agreed length, an agency shares a bit for every number that there can be."""
    case = usecases.get("debts")
    parties = (*AGENCIES, "CBS", "Inlichtingenbureau", "RINIS", "Gemeente")
    for agreed, digits in ((None, 8), (4, 4)):
        program = own_program(
            case.technique("secret-sharing:bitmap"),
            "UWV",
            case.load(n=1_000, seed=1)["UWV"],
            parties=parties,
            owners=(*AGENCIES, "Gemeente"),
            parameters=case.complete({"digits": agreed}),
        )
        assert program.keywords["digits"] == digits
