"""The heading of a column tells what the cells below it are, however parted."""

import pytest

from councils.screening import columns, screen, tables
from councils.screening.reading import Reading

PEOPLE = (
    (
        "Name",
        "Child's D.O.B.",
        "Sort code",
        "Account number",
        "Passport no",
        "Password",
    ),
    ("Jo", "12/03/2019", "20-00-00", "5577991", "925665416", "Winter2024!"),
)
TOLD = {"date_of_birth", "bank_account", "passport", "credential"}


def kinds(text: str) -> list[str]:
    return [str(finding.kind) for finding in screen(text, ())]


@pytest.mark.parametrize("sign", ["\t", ",", ";", "|", " | ", '","'])
def test_cells_below_headings_are_found(sign: str) -> None:
    quote = '"' if '"' in sign else ""
    lines = [f"{quote}{sign.join(row)}{quote}" for row in PEOPLE]
    assert set(kinds("\r\n".join(lines))) == TOLD


@pytest.mark.parametrize(
    "heading",
    [
        "DOB",
        "dob",
        "Date of birth (dd/mm/yyyy)",
        "date_of_birth",
        "Tenant's birth date",
    ],
)
def test_a_heading_has_many_forms(heading: str) -> None:
    assert kinds(f"Ref\t{heading}\n1\t1984-03-12 00:00:00") == ["date_of_birth"]


def test_a_separator_in_quotes_parts_no_cells() -> None:
    assert kinds('Name;DOB\n"Jo; of the \n') == []
    assert kinds('Name,DOB\n"Smith, J","12/03/2019"') == ["date_of_birth"]


@pytest.mark.parametrize(
    "text",
    [
        "Ref,Due\n1,12/03/2019",  # another heading
        "Ref,Birth date check ran\n1,12/03/2019",
        "Ref,DOB\n12/03/2019,none",  # another column
        "Ref,DOB\n\n1,12/03/2019",  # another table
        "Field,Password\nRequired,yes\nKept,hashed\nSent,<password>",
        "Name,Sort code,Account number\nJo,,55779911",  # no sort code
        "Name,Passport\nJo,seen\nAl,expired 2024",
        "We ask for a name, date of birth\nand street. On 12/03/2024, it began",
    ],
)
def test_other_cells_are_left(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "heading",
    [
        "Raised",
        "start_date",
        "Review due",
        "Last seen",
        "Contract ends on",
        "Week commencing",
    ],
)
def test_a_date_beside_a_name_is_what_its_heading_says(heading: str) -> None:
    row = "\n1,Asha Patel,01/04/2011,Tom Reed,02/04/2009"
    assert kinds(f"Ref,Owner,Known,Deputy,{heading}{row}") == ["date_of_birth"]
    assert kinds(f"Ref,Owner,{heading},Deputy,{heading}{row}") == []
    assert len(kinds(f"Since 2019,x,{heading},x,{heading}{row}")) == 2


def test_a_heading_alone_is_above_a_column_of_its_own() -> None:
    below = "\n12/03/1984\n13/04/1990"
    assert kinds(f"Date of birth{below}") == ["date_of_birth"] * 2
    assert kinds(f"Date of birth\nNot asked{below}") == []


@pytest.mark.parametrize(
    "number", ["07700 900 123", "943 476 5919", "4111 1111 1111 1111", "AB 12 34 56 C"]
)
def test_numbers_of_cells_beside_each_other_are_not_one(number: str) -> None:
    assert len(kinds(f"x {number} y")) == 1
    assert kinds("x\t" + number.replace(" ", "\t") + "\ty") == []


def test_not_every_line_is_tried_as_a_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_TRIES", 1)
    text = "Ref,No birth\nRef,DOB\n1,12/03/2019"
    assert list(columns.find_births_in_columns(Reading(text))) == []
