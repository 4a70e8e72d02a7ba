"""Screening finds what should not be shared, says where, and leaves look-alikes."""

from itertools import pairwise

import pytest

from councils.role_mailboxes import words_of_the_file
from councils.screening import Finding, FindingKind, screen, screen_fields
from councils.screening.numbers import passes_luhn, passes_nhs_check
from tests.bench.screening import Measure, labelled_lines, score

ROLES = words_of_the_file()
LEAST_LINES = 15  # with each kind
RECALL, PRECISION = 0.98, 0.95


def found(text: str) -> list[Finding]:
    return screen(text, ROLES)


def kinds(text: str) -> list[str]:
    return [str(finding.kind) for finding in found(text)]


@pytest.fixture(scope="module")
def measured() -> Measure:
    return score(ROLES)


@pytest.mark.parametrize("kind", list(FindingKind))
def test_each_kind_is_found_and_little_else_is(
    kind: FindingKind, measured: Measure
) -> None:
    one = measured.scores[kind]
    assert one.right + one.missed >= LEAST_LINES
    assert one.recall >= RECALL, measured.wrong
    assert one.precision >= PRECISION, measured.wrong


def test_the_labelled_lines_are_many_and_half_are_look_alikes(
    measured: Measure,
) -> None:
    assert measured.lines >= 400
    assert 0.4 < measured.lookalikes / measured.lines < 0.6
    assert measured.overall.recall >= RECALL
    assert measured.overall.precision >= PRECISION


def test_a_line_is_judged_alike_alone_and_among_others() -> None:
    differing = [text for want, text in labelled_lines() if {*kinds(text)} != want]
    assert not differing


def test_a_finding_says_where_it_stands_in_its_line() -> None:
    text = "Nothing here.\r\nRing 01632 960 123 now.\nNI: AB 12 34 56 C"
    phone, nino = found(text)
    assert (phone.line, phone.start, phone.end) == (2, 5, 18)
    assert text.split("\r\n")[1][phone.start : phone.end] == "01632 960 123"
    assert (nino.line, nino.start, nino.end) == (3, 4, 17)


def test_lines_end_as_files_of_every_system_end_them() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert found(f"one{end}two AB123456C")[0].line == 2


def test_signs_without_width_hide_nothing_and_move_no_column() -> None:
    text = "NI AB\u200b12\u00ad34\ufeff56C, then 07700\u00a0900\u2009123"
    nino, phone = found(text)
    assert text[nino.start : nino.end].startswith("AB\u200b12")
    assert text[nino.start : nino.end].endswith("56C")
    assert text[phone.start : phone.end] == "07700\u00a0900\u2009123"


def test_a_sign_without_width_at_the_start_of_a_line_counts_as_a_column() -> None:
    for before in ("", "one\n", "\u200bone\n"):
        nino = found(f"{before}\u200bAB123456C")[0]
        assert (nino.start, nino.end) == (1, 10)


def test_signs_that_only_some_take_for_a_line_end_are_none() -> None:
    for sign in ("\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x85"):
        nino = found(f"one{sign}two AB123456C")[0]
        assert (nino.line, nino.start) == (1, 8)


def test_digits_and_hyphens_of_other_scripts_read_as_plain_ones() -> None:
    assert kinds("AB１２３４５６C") == ["nino"]
    assert kinds("٠٧٧٠٠٩٠٠١٢٣") == ["phone"]
    assert kinds("01632–960–123") == ["phone"]


def test_text_that_lengthens_in_small_letters_keeps_its_columns() -> None:
    text = "İİİ jane.smith@northford.gov.uk"
    (email,) = found(text)
    assert text[email.start : email.end] == "jane.smith@northford.gov.uk"


def test_findings_come_in_order_and_never_overlap() -> None:
    text = (
        "DOB 01/02/1980, jane@northford.gov.uk, 12 Elm Road, Northford NE1 4ST, "
        "postgres://app:s3cret@db.northford.gov.uk/x, card 4111 1111 1111 1111"
    )
    listed = found(text)
    assert [str(f.kind) for f in listed] == [
        "date_of_birth",
        "email",
        "address",
        "credential",
        "payment_card",
    ]
    for first, second in pairwise(listed):
        assert first.end <= second.start


def test_the_most_specific_kind_wins() -> None:
    assert kinds("sort code 20-00-00 account 07700900") == ["bank_account"]
    assert kinds("postgres://jane:pa55@db.example.org/x") == ["credential"]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("john.hughes@gmail.com", "jo••••@gmail.com"),
        ("x@example.org", "••••@example.org"),
        ("AB 12 34 56 C", "AB •• •• •6 C"),
        ("password: hunter2", "••••••"),
        ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"),
        ("DOB 1/2/80", "1/•/••"),
    ],
)
def test_a_match_is_shown_with_its_middle_hidden(text: str, masked: str) -> None:
    assert found(text)[0].masked == masked


def test_no_secret_is_shown_by_its_mask() -> None:
    for want, text in labelled_lines():
        for finding in found(text):
            if finding.kind != FindingKind.MARKING:
                assert finding.text not in finding.masked, (want, text)


def test_only_secret_and_above_is_refused_outright() -> None:
    assert [f.is_refused for f in found("SECRET\nUK TOP SECRET")] == [True, True]
    assert [f.is_refused for f in found("OFFICIAL-SENSITIVE")] == [False]
    assert [f.is_refused for f in found("secret = 'a1b2c3d4e5f6'")] == [False]


def test_every_kind_says_what_to_do() -> None:
    assert all(kind.what_to_do.endswith(".") for kind in FindingKind)


def test_a_private_key_is_one_finding_on_its_first_line() -> None:
    key = (
        "see:\n-----BEGIN RSA PRIVATE KEY-----\nMIIEabc1234567890\n"
        "-----END RSA PRIVATE KEY-----\n"
    )
    (finding,) = found(key)
    assert (finding.line, finding.start) == (2, 0)
    assert finding.text == "-----BEGIN RSA PRIVATE KEY-----"


def test_a_key_takes_in_no_line_that_is_none_of_its_own() -> None:
    begin = "-----BEGIN RSA PRIVATE KEY-----"
    assert kinds(f"{begin}\nNI AB123456C\n{begin}\n\npassword: hunter2\n") == [
        "credential",
        "nino",
        "credential",
        "credential",
    ]
    assert kinds(f"{begin}\nNI AB123456C\n-----END PRIVATE KEY-----") == [
        "credential",
        "nino",
    ]
    whole = f"{begin}\nProc-Type: 4,ENCRYPTED\n\n{'MIIEab12' * 8}\nab12==\n"
    assert kinds(f"{whole}-----END RSA PRIVATE KEY-----\nAB123456C") == [
        "credential",
        "nino",
    ]


def test_an_address_over_lines_is_found_where_its_number_is() -> None:
    (finding,) = found("Send it to\n12 Elm Road,\nNorthford\nNE1 4ST\n")
    assert (str(finding.kind), finding.line, finding.text) == (
        "address",
        2,
        "12 Elm Road,",
    )


def test_a_bank_account_on_two_labelled_lines_is_found() -> None:
    assert kinds("Sort code: 20-00-00\nAccount number: 55779911") == ["bank_account"]
    assert kinds("Sort code 20-00-00 is ours.\nAccount number 55779911 too.") == []


def test_fields_are_screened_apart_and_clean_ones_left_out() -> None:
    texts = {
        "title": "A pilot",
        "contact": "jane@northford.gov.uk",
        "summary": "SECRET",
    }
    said = screen_fields(texts, ROLES)
    assert list(said) == ["contact", "summary"]
    assert said["contact"][0].line == 1


def test_a_label_in_one_field_says_nothing_of_the_next() -> None:
    assert not screen_fields({"a": "Date of birth:", "b": "01/02/2019"}, ROLES)


def test_checks_are_those_of_the_standards() -> None:
    assert passes_nhs_check("943 476 5919")
    assert not passes_nhs_check("9434765918")
    assert not passes_nhs_check("1111111111")
    assert passes_luhn("4111111111111111")
    assert not passes_luhn("4111111111111112")


@pytest.mark.parametrize(
    "prefix", ["BG", "GB", "NK", "KN", "TN", "NT", "ZZ", "DA", "FA", "QQ", "AO", "AD"]
)
def test_a_prefix_that_hmrc_gives_to_nobody_is_no_number(prefix: str) -> None:
    assert kinds(f"NI {prefix} 12 34 56 A") == []
    assert kinds("NI AA 12 34 56 A") == ["nino"]
