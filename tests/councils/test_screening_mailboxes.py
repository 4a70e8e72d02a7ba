"""Mailboxes of a team or a task may stand, those of a person may not."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councils.models import RoleMailbox
from councils.role_mailboxes import (
    load_role_mailboxes,
    role_mailboxes,
    words_of_the_file,
)
from councils.screening import screen
from councils.screening.mailboxes import is_role_mailbox
from councils.screening.words import words
from tests.cast import Cast

WORDS = {"customer", "services", "foi", "data", "protection", "blue", "badge", "parks"}


@pytest.mark.parametrize(
    "local_part",
    [
        "foi",
        "FOI2",
        "customer.services",
        "customerservices",
        "Customer_Services",
        "data-protection",
        "foi+2026",
        "blue.badge",
        "northern-hub-team",
        "aiteam",
        "planning.enquiries",
        "northford.services",
        "firstname.surname",
        "f.surname",
        "blue.badges",
        "a81001.services",
        "translation",
        "gully.resurfacing",
        "scrap.metal",
        "flood.defences",
    ],
)
def test_a_team_or_a_task_is_known_by_its_words(local_part: str) -> None:
    assert is_role_mailbox(local_part, WORDS)


@pytest.mark.parametrize(
    "local_part",
    [
        *("john", "j.smith", "jane.smith", "smithj", "carol.parks", "j.parks", "x1"),
        *(
            "7",
            "a.parks",
            "regan.parks",
            "purple.hession",
            "anya.pickering",
            "badge77x",
        ),
        *("legal.eagle77", "mary.services-hall"),
    ],
)
def test_a_person_is_no_team_though_a_name_is_a_word(local_part: str) -> None:
    assert not is_role_mailbox(local_part, WORDS)


def test_ordinary_words_are_a_task_but_not_with_providers_of_private_mail() -> None:
    assert is_role_mailbox("scrap.metal", WORDS, "northford.gov.uk")
    assert not is_role_mailbox("scrap.metal", WORDS, "gmail.com")
    assert not is_role_mailbox("scrap.metal", WORDS, "yahoo.co.uk")
    assert is_role_mailbox("scrap.metal", WORDS, "mail.northford.gov.uk")
    assert is_role_mailbox("customer.services", WORDS, "gmail.com")


def test_the_shipped_list_names_nobody() -> None:
    """No first name is on it, and no address of a person is taken for a team's."""
    names = words("first_names") - words("surnames_too")
    assert not names & words_of_the_file()
    shipped = words_of_the_file()
    for surname in ("smith", "rivers", "bishop", "clements", "hession", "livingston"):
        for first in ("jane", "kieran", "j", "ngozi"):
            assert not is_role_mailbox(f"{first}.{surname}", shipped)
            assert not is_role_mailbox(f"{surname}.{first}", shipped)
        assert not is_role_mailbox(f"jane{surname}", shipped)


@pytest.mark.django_db
def test_the_list_is_the_files_until_it_is_loaded() -> None:
    assert role_mailboxes() == words_of_the_file()
    assert load_role_mailboxes() == len(words_of_the_file())
    assert role_mailboxes() == words_of_the_file()
    assert load_role_mailboxes() == 0


@pytest.mark.django_db
def test_the_list_is_read_by_one_statement(django_assert_num_queries: object) -> None:
    load_role_mailboxes()
    with django_assert_num_queries(1):  # type: ignore[operator]
        role_mailboxes()


@pytest.mark.django_db
def test_a_word_that_an_admin_adds_or_retires_counts_at_once() -> None:
    load_role_mailboxes()
    assert screen("zebrapost@northford.gov.uk", role_mailboxes())
    RoleMailbox.objects.create(word="zebrapost")
    assert not screen("zebrapost@northford.gov.uk", role_mailboxes())
    RoleMailbox.objects.filter(word="zebrapost").update(retired_on=timezone.localdate())
    assert screen("zebrapost@northford.gov.uk", role_mailboxes())
    assert load_role_mailboxes() == 0


def test_an_admin_edits_the_list_in_the_back_office(
    cast: Cast, as_user: Callable[..., Client]
) -> None:
    page = reverse("admin:councils_rolemailbox_add")
    admin = as_user(cast.region_admin)
    assert b"Reason for the change" in admin.get(page).content
    answer = admin.post(page, {"word": "Not One Word", "retired_on": ""})
    assert b"in small letters" in answer.content
    admin.post(page, {"word": "zebrapost", "retired_on": "", "reason": "New team"})
    word = RoleMailbox.objects.get()
    assert (word.word, word.history.get().history_change_reason) == (
        "zebrapost",
        "New team",
    )
    assert as_user(cast.lead).get(page).status_code == 403
