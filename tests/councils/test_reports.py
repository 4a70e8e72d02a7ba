"""Problems that people report: who hears of them, reads them, answers them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from catalogue.models import UseCase
from councils.machines import Refused, decide, machine_named
from councils.models import Notice, Report, ReportState, Sharing, Wrong
from councils.plain_question import PlainQuestion
from councils.reports import (
    answer_report,
    answerable_by,
    answerers,
    report_problem,
    take_up,
)
from councils.tasks import tell_reporter
from tests.cast import PARTS, Cast
from tests.factories import edit, make_product, make_use_case

WORDS = "It says that it is used in every ward. It ended in May."


@pytest.fixture
def entry(cast: Cast) -> UseCase:
    return make_use_case(cast.lead, "Minutes for wards", sharing=Sharing.PUBLIC)


def reported(entry: Any, by: Any, **values: Any) -> Report:
    given = {"wrong": Wrong.UNTRUE, "words": WORDS, **values}
    return report_problem(entry, by=by, **given)


def send(client: Client, entry: Any, **values: str) -> Any:
    question = PlainQuestion(3, 4)
    given = {
        "wrong": "untrue",
        "words": WORDS,
        "section": "about",
        "asked": question.signed,
        "sum": "seven",
        **values,
    }
    return client.post(f"{entry.get_absolute_url()}report/", given)


# --- Reporting ------------------------------------------------------------------------


def test_a_stranger_reports_and_follows_without_an_account(entry: UseCase) -> None:
    sent = send(Client(), entry, reply_to="reader@example.com")
    report = Report.objects.get()
    assert sent.status_code == 302
    assert sent.headers["Location"] == f"/problems/{report.token}/"
    assert len(report.token) == 32
    assert (report.made_by, report.reply_to) == (None, "reader@example.com")
    assert (report.section, report.words) == ("about", WORDS)
    page = Client().get(sent.headers["Location"])
    assert WORDS in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page.headers["Cache-Control"]


def test_a_member_is_asked_no_question(
    cast: Cast, entry: UseCase, as_user: Callable[[Any], Client]
) -> None:
    client = as_user(cast.neighbour)
    page = client.get(f"{entry.get_absolute_url()}report/").content.decode()
    assert "plus" not in page
    assert "Your e-mail address" not in page
    sent = send(client, entry, asked="", sum="", reply_to="x@example.com")
    assert sent.status_code == 302
    report = Report.objects.get()
    assert (report.made_by, report.reply_to) == (cast.neighbour, "")


def test_every_page_of_a_record_offers_it(
    cast: Cast, entry: UseCase, as_user: Callable[[Any], Client]
) -> None:
    product = make_product(cast.lead)
    for record in (entry, product):
        page = as_user(cast.reader).get(record.get_absolute_url())
        assert f'href="{record.get_absolute_url()}report/"' in page.content.decode()


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"wrong": ""}, "Choose what is the matter"),
        ({"words": "  "}, "Say what is wrong"),
        ({"words": "x" * 2_001}, "2,000"),
        ({"section": "nowhere"}, "Choose a part that the list offers"),
        ({"reply_to": "nobody"}, "Enter an address like name@example.com"),
        ({"sum": ""}, "Answer: What is three plus four?"),
        ({"sum": "8"}, "That is not right. What is three plus four?"),
        ({"asked": "made-up"}, "Answer: What is "),
        ({"homepage": "http://spam.example"}, "as if a program had sent it"),
    ],
    ids=lambda part: "+".join(part) if isinstance(part, dict) else "",
)
def test_what_is_faulty_is_said_and_what_was_typed_kept(
    entry: UseCase, spoilt: dict[str, str], said: str
) -> None:
    answer = send(Client(), entry, **spoilt)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert spoilt.get("words", WORDS).strip() in page
    assert not Report.objects.exists()


def test_a_new_question_is_asked_where_the_old_one_is_over(entry: UseCase) -> None:
    page = send(Client(), entry, asked="made-up", sum="7").content.decode()
    assert 'name="asked" value="made-up"' not in page
    assert 'name="sum" value="7"' not in page


def test_a_hidden_record_cannot_be_reported(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    draft = make_use_case(cast.lead)
    for person in (cast.stranger, cast.neighbour, cast.moderator):
        assert send(as_user(person), draft).status_code == 404
    assert send(as_user(cast.reader), draft).status_code == 302


def test_a_stranger_sends_ten_an_hour_at_most(cast: Cast) -> None:
    entries = [make_use_case(cast.lead, sharing=Sharing.PUBLIC) for _ in range(11)]
    statuses = [send(Client(), each).status_code for each in entries]
    assert statuses == [302] * 10 + [429]
    last = send(Client(), entries[-1])
    assert "Too many reports" in last.content.decode()
    assert WORDS in last.content.decode()
    assert Report.objects.count() == 10
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert send(elsewhere, entries[-1]).status_code == 302


def test_an_entry_gets_twenty_an_hour_from_strangers(
    cast: Cast, entry: UseCase, as_user: Callable[[Any], Client]
) -> None:
    statuses = [
        send(Client(REMOTE_ADDR=f"192.0.2.{n}"), entry).status_code for n in range(21)
    ]
    assert statuses == [302] * 20 + [429]
    assert send(as_user(cast.reader), entry).status_code == 302


def test_a_member_sends_thirty_an_hour_at_most_and_keeps_the_words(
    cast: Cast, entry: UseCase, as_user: Callable[[Any], Client]
) -> None:
    client = as_user(cast.neighbour)
    statuses = [send(client, entry).status_code for _ in range(31)]
    assert statuses == [302] * 30 + [429]
    client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    last = send(client, make_use_case(cast.lead, sharing=Sharing.REGION))
    assert last.status_code == 429
    assert "You have sent 30 reports in the last hour" in last.content.decode()
    assert WORDS in last.content.decode()
    assert Report.objects.count() == 30
    assert send(as_user(cast.associate), entry).status_code == 302


# --- Who hears of it ------------------------------------------------------------------


def test_the_steward_hears_of_it_without_what_was_written(
    cast: Cast, entry: UseCase
) -> None:
    edit(entry, cast.lead, steward=cast.contributor.pk)
    reported(UseCase.objects.get(pk=entry.pk), cast.stranger)
    notice = Notice.objects.get(cause="problem")
    assert notice.person == cast.contributor
    assert "Minutes for wards" in notice.subject
    assert notice.link == "/problems/"
    assert WORDS not in notice.body


def test_without_a_steward_others_hear_of_it_in_turn(
    cast: Cast, entry: UseCase
) -> None:
    cast.lead.memberships.update(ended_at=timezone.now())
    gone = UseCase.objects.get(pk=entry.pk)
    assert answerers(gone) == [cast.admin]
    cast.admin.memberships.update(ended_at=timezone.now())
    gone = UseCase.objects.get(pk=entry.pk)
    assert set(answerers(gone)) == {cast.moderator, cast.region_admin}


# --- Who reads and answers ------------------------------------------------------------


def seeing(cast: Cast, report: Report) -> set[str]:
    members = [part for part in PARTS if part != "stranger"]
    return {
        part
        for part in members
        if answerable_by(cast.person(part)).filter(pk=report.pk).exists()
    }


def test_those_who_answer_see_it_and_no_other_reader(cast: Cast) -> None:
    shared = make_use_case(cast.lead, sharing=Sharing.REGION)
    edit(shared, cast.lead, steward=cast.contributor.pk)
    report = reported(shared, cast.neighbour)
    region = {"moderator", "region_admin"}
    assert seeing(cast, report) == {"contributor", "lead", "admin", *region}
    decide(shared, machine_named("sharing"), "share_own", by=cast.lead)
    assert seeing(cast, report) == {"contributor", "lead", "admin"}


def test_the_record_s_readers_do_not_see_reports(
    cast: Cast, entry: UseCase, as_user: Callable[[Any], Client]
) -> None:
    report = reported(entry, cast.stranger)
    for person in (cast.reader, cast.neighbour):
        client = as_user(person)
        for url in ("/problems/", entry.get_absolute_url(), "/"):
            assert WORDS not in client.get(url).content.decode()
        answer = {"answer": "Mine"}
        url = f"/problems/{report.pk}/answer/"
        assert client.post(url, answer).status_code == 404
    with pytest.raises(PermissionDenied):
        answer_report(report, answer="Mine", by=cast.reader)
    report.refresh_from_db()
    assert report.state == ReportState.NEW


def test_it_is_taken_up_answered_and_told(
    cast: Cast, entry: UseCase, as_user: Callable[[Any], Client]
) -> None:
    report = reported(entry, cast.neighbour)
    client, url = as_user(cast.lead), f"/problems/{report.pk}/answer/"
    assert "Not looked at" not in client.get("/problems/").content.decode()
    assert client.post(url, {"take": "yes"}).status_code == 302
    assert "Being looked at" in client.get("/problems/").content.decode()
    assert client.post(url, {"answer": ""}).status_code == 422
    answered = client.post(url, {"answer": "We mended it."}, follow=True)
    assert "Answered: Minutes for wards" in answered.content.decode()
    page = Client().get(report.get_absolute_url()).content.decode()
    assert "We mended it." in page
    assert str(cast.lead) not in page
    notice = Notice.objects.get(cause="problem_answered")
    assert notice.person == cast.neighbour
    assert "We mended it." in notice.body


def test_an_answer_is_given_once(
    cast: Cast, entry: UseCase, as_user: Callable[[Any], Client]
) -> None:
    report = reported(entry, cast.stranger)
    answer_report(report, answer="Spam.", by=cast.admin, state=ReportState.CLOSED)
    with pytest.raises(Refused):
        take_up(report, by=cast.lead)
    url = f"/problems/{report.pk}/answer/"
    late = as_user(cast.lead).post(url, {"answer": "Mine"})
    assert late.status_code == 409
    assert "answered this already" in late.content.decode()
    assert Report.objects.get().answer == "Spam."


def test_a_stranger_is_written_to_once_and_the_address_forgotten(
    cast: Cast, entry: UseCase, mailoutbox: list[Any]
) -> None:
    report = reported(entry, cast.stranger, reply_to="reader@example.com")
    answer_report(report, answer="We mended it.", by=cast.lead)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'report_id' FROM procrastinate_jobs WHERE task_name = %s",
            ["councils.tasks.tell_reporter"],
        )
        assert cursor.fetchall() == [(str(report.pk),)]
    for _ in range(2):
        tell_reporter(report_id=str(report.pk))
    (mail,) = mailoutbox
    assert mail.to == ["reader@example.com"]
    assert "We mended it." in mail.body
    assert report.get_absolute_url() in mail.body
    assert Report.objects.get().reply_to == ""


def test_the_longest_waiting_come_first_with_their_age(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    entries = [make_use_case(cast.lead, f"Entry {n}") for n in range(3)]
    for days, each in zip((1, 9, 0), entries, strict=True):
        report = reported(each, cast.reader)
        report.made_at = timezone.now() - timedelta(days=days)
        report.save()
    page = as_user(cast.lead).get("/problems/").content.decode()
    places = [page.index(f"Entry {n}") for n in (1, 0, 2)]
    assert places == sorted(places)
    assert "Waiting 9 days" in page
    assert "Waiting 1 day," in page


def test_a_record_that_was_hidden_since_is_not_named_to_the_reporter(
    cast: Cast, entry: UseCase
) -> None:
    report = reported(entry, cast.stranger)
    decide(entry, machine_named("sharing"), "share_own", by=cast.lead)
    page = Client().get(report.get_absolute_url()).content.decode()
    assert WORDS in page
    assert "Minutes for wards" not in page


@pytest.mark.parametrize(
    "spoilt",
    [{"state": "answered"}, {"answer": "Yes"}, {"state": "nowhere"}, {"wrong": ""}],
    ids=str,
)
def test_the_database_refuses_half_an_answer(
    cast: Cast, entry: UseCase, spoilt: dict[str, str]
) -> None:
    report = reported(entry, cast.stranger)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**spoilt)
