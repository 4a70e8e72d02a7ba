"""The generation changes with every commit that the public may see, in any order."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.models import ServiceArea
from councils.generation import FEW, fold_marks, generation, held
from councils.models import Council, GenerationMark, Sharing
from councils.tasks import fold_generation_marks
from tests.cast import Cast, make_council
from tests.factories import edit, make_use_case

FLOORS = ("councils", "catalogue", "resources", "skills", "governance")
NOT_READ_BY_THE_PUBLIC = {
    "councils_user": "strangers see no names of people",
    "councils_membership": "nor who holds which role",
    "councils_changeset": "nor who changed what",
    "councils_proposal": "nor what waits",
    "councils_notice": "nor mails",
    "councils_reviewinhand": "nor who reviews it",
    "councils_screeningoverride": "nor what was let pass",
    "councils_rolemailbox": "nor which mailboxes screening lets pass",
    "councils_report": "nor what others reported",
    "councils_auditentry": "nor the audit log",
    "councils_invitation": "nor who was invited",
    "councils_keycounter": "shown nowhere",
    "councils_generationmark": "the marks themselves",
    # No row of these is written without a row of councils_recordversion (ADR 6).
    "councils_record": "comes with a version",
    "councils_recordlink": "comes with a version",
    "councils_recordhold": "comes with a version",
    "catalogue_usecase": "comes with a version",
    "catalogue_product": "comes with a version",
    "catalogue_supplier": "comes with a version",
    "resources_resource": "comes with a version",
    "resources_sharelink": "a link's page is made anew each time",
    "resources_download": "strangers see no counts",
    "resources_feedback": "nor of those who found it useful",
}


def changed_by(write: Callable[[], Any]) -> bool:
    before = generation()
    write()
    return generation() != before


def marking(*, for_members: bool = True) -> set[str]:
    """The tables whose writing begins a new generation, of strangers or of members."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE 'mark_generation_%%' AND t.tgnargs <= %s",
            [int(for_members)],
        )
        return {name for (name,) in cursor.fetchall()}


def test_every_table_marks_the_generation_or_says_why_not(db: None) -> None:
    found = marking(for_members=False)
    tables = {
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.app_label in FLOORS
        and not model.__name__.startswith("Historical")
    }
    assert found | set(NOT_READ_BY_THE_PUBLIC) == tables
    assert not found & set(NOT_READ_BY_THE_PUBLIC)


def test_editing_sharing_and_retitling_begin_a_new_one(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    assert changed_by(lambda: edit(entry, cast.lead, result="Faster"))
    assert changed_by(lambda: make_use_case(cast.lead, sharing=Sharing.PUBLIC))


def test_lists_of_words_and_councils_begin_a_new_one(cast: Cast) -> None:
    assert changed_by(lambda: ServiceArea.objects.create(code="a", label="A"))
    assert changed_by(lambda: ServiceArea.objects.update(label="B"))
    assert changed_by(lambda: Council.objects.update(mailbox=""))


def test_reading_and_signing_in_do_not(cast: Cast) -> None:
    make_use_case(cast.lead)
    assert not changed_by(lambda: list(Council.objects.all()))
    assert not changed_by(lambda: cast.lead.save(update_fields=["last_login"]))


def test_folding_leaves_it_and_takes_the_marks(cast: Cast) -> None:
    for number in range(FEW + 1):
        Council.objects.update(source=f"List {number}")
    before = generation()
    assert fold_marks() > FEW
    assert GenerationMark.objects.count() == 2, "one for all, one for members"
    assert generation() == before
    assert fold_marks() == 0
    assert changed_by(lambda: Council.objects.update(source="Another"))


def test_the_worker_folds(cast: Cast) -> None:
    GenerationMark.objects.bulk_create(GenerationMark(mark=n) for n in range(FEW + 1))
    fold_generation_marks(0)
    assert GenerationMark.objects.count() == 2, "one for all, one for members"


def test_what_only_members_are_shown_leaves_strangers_their_pages(cast: Cast) -> None:
    before = generation()
    cast.lead.name = "Somebody Else"
    cast.lead.save(update_fields=["name"])
    after = generation()
    assert after.members != before.members
    assert after.public == before.public


def test_while_it_is_held_the_generation_is_asked_once(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as captured, held() as first, held():
        assert generation() == first
    assert len(captured) == 1
    Council.objects.update(mailbox="")
    assert generation() != first


@pytest.fixture
def writers() -> Iterator[tuple[Any, Any]]:
    """Two connections of their own, each in a transaction that it commits itself."""
    options = connection.get_connection_params()
    known = {"dbname", "user", "password", "host", "port"}
    given = {name: options[name] for name in known & set(options)}
    with psycopg.connect(**given) as first, psycopg.connect(**given) as second:
        yield first, second


RENAME = "UPDATE councils_council SET source = %s WHERE slug = %s"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("later_first", [False, True], ids=["in order", "out of it"])
def test_of_two_writers_each_commit_begins_a_new_one(
    writers: tuple[Any, Any], later_first: bool
) -> None:
    make_council("northford")
    make_council("westmere")
    seen = [generation()]
    first, second = writers
    first.execute(RENAME, ["One", "northford"])
    second.execute(RENAME, ["Two", "westmere"])  # waits for nobody
    assert generation() == seen[0], "what is not committed is not seen"
    for writer in (second, first) if later_first else (first, second):
        writer.commit()
        seen.append(generation())
    assert len(set(seen)) == 3


@pytest.mark.django_db(transaction=True)
def test_folding_beside_an_open_writer_loses_nothing(writers: tuple[Any, Any]) -> None:
    make_council("northford")
    GenerationMark.objects.bulk_create(GenerationMark(mark=n) for n in range(FEW + 1))
    before = generation()
    writer, _ = writers
    writer.execute(RENAME, ["One", "northford"])
    assert fold_marks() > FEW
    assert generation() == before
    writer.commit()
    assert generation() != before


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_changes_nothing(writers: tuple[Any, Any]) -> None:
    make_council("northford")
    before = generation()
    writer, _ = writers
    writer.execute(RENAME, ["One", "northford"])
    writer.rollback()
    assert generation() == before
