"""No text makes screening slow: the time grows in proportion to the length."""

import time

import pytest

from councils.screening import screen

SHORT = 2_000  # characters
TIMES = 8
MOST_GROWTH = 24.0  # it is 8 in a straight line and 64 in a square
TOO_QUICK = 0.12  # seconds below which a ratio says nothing: a square would be above
TURNS = 3

PIECES = (
    *("0", "1", "4", "07", "99 ", "1-", "1.", "1/", "9 9-", "1-1-80 ", "12-34-56 "),
    *(" ", "\n", "\t", "@", "a.", "a.a@", "a@a.", "a" * 64 + "@", "[at]", "a[at]b."),
    *("-", "--", "P<", "<", "P<<<<", "P<GBRA<", "é", "\u200b", "１", "İ"),
    *(
        "password ",
        "password: ",
        "password is ",
        "password for ",
        'password "',
        "pass ",
    ),
    *("token ", "secret ", "_key=", "api key: ", "pin ", "door code ", "login: a/"),
    *("SECRET ", "OFFICIAL ", "OFFICIAL-", "marked ", "classified as ", "UK TOP "),
    *("-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "eyJ", "eyJaaaaaaaa.", "sk-a"),
    *("xox", "ghp_", "://", "://a:", "a://b:c@", "?sig=", "AccountKey=", "AKIA"),
    *("12 Acacia Avenue, ", "NE1 4ST ", "12 a ", "1 A ", "1 A Street\n", "flat "),
    *("1 high street,\nne1 4st\n", "house number 1 ", "Jane Smith ", "Mr A, "),
    *("dob ", "born ", "dob 01/02/1980 ", "may 1 ", "1 of ", "d.o.b", "date of birth "),
    *("dob,", "dob,x\n", '"dob,', "a\tdob\n", "a,1/1/1980\n", "a,dob\n1,1/1/1980\n"),
    *("sort code ", "12-34-56 12345678 ", "sort code 11-22-33\n", "GB29", "GB29 A"),
    *(
        "-----BEGIN PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\n\n",
        "a" * 64 + "\n",
    ),
    *(
        "-----BEGIN PRIVATE KEY-----\n" + ("a" * 40 + "\n") * 40,
        ":AA",
        "8Q~",
        "key aB1",
    ),
    *("-u a:", "-u a", "sshpass -p", "mysql ", "mysql  -p", " -p", "-abcdef12-1234"),
    *("no.1 a", "1,a,", "1;a;", '1","', "flat 1, 2 ", "home 1, ", "1 a; postcode: "),
    *(
        'A","',
        "A</td><td>",
        'Jane","',
        "passport no a1",
        "passport number 1",
        "e01234567 ",
    ),
    *("4.1111", "4 - 1111 - ", "4111 1111 1111 1111 ", "4111111111111111 ", "card4"),
    *(
        "443-293-9370/",
        "sort_code 112233,",
        "112233/12345678",
        "scrap.metal@a.b ",
        "tel07",
    ),
    *("passport ", "passport 123456789 ", "AB123456", "AB 12 34 56 ", "SMITH711215"),
    *("+44 ", "+44(", "(0", "((((", "07700 ", "0 7 ", "call ext 123 ", "nhs 1", "ni "),
)


def seconds(text: str, turns: int = TURNS) -> float:
    """The processor's time, the least of a few turns: the machine is shared."""
    best = float("inf")
    for _ in range(turns):
        begun = time.process_time()
        screen(text, {"foi"})
        best = min(best, time.process_time() - begun)
    return best


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    long = (piece * SHORT * TIMES)[: SHORT * TIMES]
    if seconds(long, turns=1) > TOO_QUICK:
        taken = seconds(long)
        assert taken / seconds(long[:SHORT]) < MOST_GROWTH
        assert taken < 5, "a pattern does too much at each place"


def test_many_findings_are_kept_in_proportion_too() -> None:
    one = "jane.smith@northford.gov.uk 07700 900123 AB123456C\n"
    assert len(screen(one * 1_000, {"foi"})) == 3_000
    growth = seconds(one * 1_600) / seconds(one * 200)
    assert growth < MOST_GROWTH
