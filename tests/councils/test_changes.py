"""A change set writes one version a record, or nothing at all."""

import pytest
from django.db import IntegrityError, connection, transaction

from catalogue.models import ServiceArea, UseCase
from councils.changes import NoChangeSet, change_set
from councils.models import ChangeSet, Council, Record, RecordVersion
from tests.cast import Cast
from tests.factories import edit, make_use_case


def numbers(record: Record) -> list[int]:
    versions = RecordVersion.objects.filter(record=record.pk).order_by("number")
    return list(versions.values_list("number", flat=True))


def test_several_writes_of_one_act_become_one_version(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    with change_set(by=cast.lead, reason="Tidy up"):
        edit(entry, cast.lead, result="Faster")
        edit(entry, cast.lead, summary="Shorter than before.")
    assert numbers(entry) == [1, 2]
    version = entry.versions.first()
    assert version.change_set.reason == "Tidy up"
    assert version.change_set.by == cast.lead
    assert version.change_set.council == cast.northford
    assert version.snapshot["result"] == "Faster"


def test_an_act_that_changes_nothing_writes_nothing(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    before = ChangeSet.objects.count()
    with change_set(by=cast.lead):
        UseCase.objects.get(pk=entry.pk).save()
    assert numbers(entry) == [1]
    assert ChangeSet.objects.count() == before


def test_a_failed_act_leaves_no_trace(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    before = ChangeSet.objects.count()
    with pytest.raises(RuntimeError), change_set(by=cast.lead):
        edit(entry, cast.lead, result="Faster")
        raise RuntimeError
    assert numbers(entry) == [1]
    assert ChangeSet.objects.count() == before
    assert UseCase.objects.get(pk=entry.pk).result == ""


def test_a_link_alone_makes_a_version(cast: Cast) -> None:
    ServiceArea.objects.create(code="planning", label="Planning")
    entry = make_use_case(cast.lead)
    edit(entry, cast.lead, service_areas=["planning"], partners=["westmere"])
    snapshot = entry.versions.first().snapshot
    assert snapshot["service_areas"] == ["planning"]
    assert snapshot["partners"] == ["westmere"]


def test_each_version_has_its_row_in_simple_history(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    edit(entry, cast.lead, reason="Measured again", result="Faster")
    newest, first = UseCase.history.filter(record=entry.pk).order_by("-history_id")
    assert newest.result == "Faster"
    assert newest.history_user == cast.lead
    assert newest.history_change_reason == "Measured again"
    assert newest.version_row.number == 2
    assert (first.history_type, newest.history_type) == ("+", "~")


def test_saving_outside_a_change_set_is_refused(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    with pytest.raises(NoChangeSet), transaction.atomic():
        entry.save()


def test_the_parent_alone_cannot_be_saved(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    with pytest.raises(TypeError, match="Load the kind"):
        Record.objects.get(pk=entry.pk).save()


def test_records_are_neither_bulk_updated_nor_deleted(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    with pytest.raises(TypeError):
        UseCase.objects.all().update(result="x")
    with pytest.raises(TypeError):
        UseCase.objects.all().delete()
    with pytest.raises(TypeError):
        entry.delete()


SLIPS = {
    "the kind's own table": "UPDATE catalogue_usecase SET result = 'x'",
    "the parent table": "UPDATE councils_record SET title = 'Another title'",
    "a partner": (
        "INSERT INTO councils_record_partners (record_id, council_id)"
        " SELECT r.id, c.id FROM councils_record r, councils_council c"
        " WHERE c.slug = 'westmere'"
    ),
    "a service area": (
        "INSERT INTO catalogue_usecase_service_areas (usecase_id, servicearea_id)"
        " SELECT record_id, s.id FROM catalogue_usecase, catalogue_servicearea s"
    ),
    "a link": (
        "INSERT INTO councils_recordlink (id, record_id, label, url, position)"
        " SELECT gen_random_uuid(), id, 'x', 'https://x.example', 0"
        " FROM councils_record"
    ),
    "a removed row": "DELETE FROM catalogue_usecase",
}


@pytest.mark.parametrize("slip", SLIPS)
def test_the_database_refuses_a_write_without_a_version(cast: Cast, slip: str) -> None:
    ServiceArea.objects.create(code="planning", label="Planning")
    make_use_case(cast.lead)
    with (
        pytest.raises(IntegrityError, match="without a version"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(SLIPS[slip])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "table", ["councils_recordversion", "councils_changeset", "councils_decision"]
)
def test_what_happened_cannot_be_rewritten(cast: Cast, table: str) -> None:
    make_use_case(cast.lead)
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table}")


def test_the_lead_council_cannot_be_a_partner_too(cast: Cast) -> None:
    entry = make_use_case(cast.lead)
    with (
        pytest.raises(IntegrityError, match="also its partner"),
        change_set(by=cast.lead),
    ):
        entry.partners.add(Council.objects.get(slug="northford"))
