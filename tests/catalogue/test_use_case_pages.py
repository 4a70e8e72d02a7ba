"""One entry: beginning it, filling it, two people at once, deciding, confirming."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from catalogue.models import Stage, UseCase
from councils.models import Decision, Membership, Role, Sharing
from tests.cast import Cast
from tests.factories import edit, make_product, make_use_case, values_of

AsUser = Callable[[Any], Client]


def section(entry: UseCase, code: str) -> str:
    return f"/use-cases/{entry.key}/edit/{code}/"


def begun(client: Client, **data: str) -> Any:
    given = {"title": "Minutes drafted by machine", "stage": "pilot", **data}
    return client.post("/use-cases/new/", given)


def test_an_entry_begins_with_a_title_and_a_stage(cast: Cast, as_user: AsUser) -> None:
    answer = begun(as_user(cast.contributor))
    entry = UseCase.objects.get()
    assert answer["Location"] == f"/use-cases/{entry.key}/edit/"
    assert (entry.key, entry.stage, entry.lead) == ("NE-0001", "pilot", cast.northford)
    assert (entry.publishing, entry.sharing) == ("draft", "own")
    assert entry.steward == cast.contributor
    assert {d.machine for d in entry.decisions.all()} == {"stage", "publishing"}


def test_every_fault_is_named_and_what_was_typed_stays(
    cast: Cast, as_user: AsUser
) -> None:
    answer = begun(as_user(cast.lead), title="x", stage="banana", product="PRD-9999")
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in (
        "Enter a title of three letters or more",
        "Choose a product from the list",
        'value="x"',
        'href="#id_title"',
    ):
        assert words in page
    assert not UseCase.objects.exists()


def test_one_like_it_is_shown_before_it_is_written_twice(
    cast: Cast, as_user: AsUser
) -> None:
    make_use_case(
        cast.neighbour, "Minutes drafted for committees", sharing=Sharing.REGION
    )
    answer = begun(as_user(cast.lead))
    assert "Is it one of these?" in answer.content.decode()
    assert UseCase.objects.count() == 1
    begun(as_user(cast.lead), anyway="yes")
    assert UseCase.objects.count() == 2


def test_a_section_is_saved_with_its_reason(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead)
    product = make_product(cast.lead)
    answer = as_user(cast.contributor).post(
        section(entry, "about"),
        {
            "base_version": "1",
            "title": entry.title,
            "summary": "Shorter.",
            "result": "Half the time.",
            "product": product.key,
            "ai_types": ["generative", "perceptive"],
            "reason": "Measured in May",
        },
    )
    assert answer.status_code == 302
    values = values_of(entry)
    assert values["product"] == product.key
    assert values["ai_types"] == ["perceptive", "generative"]
    version = entry.versions.first()
    assert version.change_set.by == cast.contributor
    assert version.change_set.reason == "Measured in May"


def test_a_section_with_everything_wrong_names_each_fault(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead)
    answer = as_user(cast.lead).post(
        section(entry, "environment"),
        {
            "base_version": "1",
            "deployment": "moon",
            "model_size": "huge",
            "requests_per_month": "many",
            "answer_tokens": "-3",
            "declared_kwh": "x",
            "model_name": "m" * 201,
            "smaller_considered_note": "we looked",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("govuk-error-message") >= 6
    for name in ("deployment", "model_size", "requests_per_month", "declared_kwh"):
        assert f"#id_{name}" in page
    assert "we looked" in page
    assert entry.versions.count() == 1


def test_a_date_is_day_month_and_year(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead)
    url = section(entry, "cost")
    client = as_user(cast.lead)
    parts = {"contract_ends_on_day": "31", "contract_ends_on_month": "3"}
    wrong = client.post(url, {**parts, "contract_ends_on_year": "banana"})
    assert wrong.status_code == 422
    assert "must be a real date" in wrong.content.decode()
    right = client.post(url, {**parts, "contract_ends_on_year": "2028"})
    assert right.status_code == 302
    assert values_of(entry)["contract_ends_on"] == "2028-03-31"


def test_the_second_of_two_people_sees_both_sides_and_loses_nothing(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead)
    edit(entry, cast.contributor, result="Theirs", model_name="Small")
    mine = {
        "base_version": "1",
        "title": entry.title,
        "summary": entry.summary,
        "result": "Mine",
    }
    client = as_user(cast.lead)
    answer = client.post(section(entry, "about"), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in page
    assert "Mine" in page
    assert 'name="base_version" value="2"' in page
    assert values_of(entry)["result"] == "Theirs"
    assert client.post(section(entry, "about"), {**mine, "base_version": "2"}).url
    assert values_of(entry)["result"] == "Mine"


def test_keeping_theirs_in_a_conflict_leaves_their_words(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead)
    edit(entry, cast.contributor, result="Theirs")
    as_user(cast.lead).post(
        section(entry, "about"),
        {
            "base_version": "2",
            "title": entry.title,
            "summary": "Mine all the same.",
            "result": "Mine",
            "keep-result": "theirs",
        },
    )
    assert values_of(entry)["result"] == "Theirs"
    assert values_of(entry)["summary"] == "Mine all the same."


def test_a_stage_moves_on_the_date_that_is_given(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead)
    url = f"/use-cases/{entry.key}/decide/stage/to_pilot/"
    client = as_user(cast.lead)
    bare = client.post(url, {"version": "1", "reason": ""})
    assert bare.status_code == 422
    assert "Say why" in bare.content.decode()
    date = {"on_day": "1", "on_month": "9", "on_year": "2026"}
    client.post(url, {"version": "1", "reason": "Ten volunteers", **date})
    decision = Decision.objects.get(action="to_pilot")
    assert (decision.to_state, str(decision.on)) == ("pilot", "2026-09-01")
    page = client.get(f"/use-cases/{entry.key}/").content.decode()
    assert "Ten volunteers" in page


def test_a_move_on_old_news_is_refused_in_words(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead)
    edit(entry, cast.contributor, result="New")
    url = f"/use-cases/{entry.key}/decide/publishing/submit/"
    answer = as_user(cast.lead).post(url, {"version": "1", "reason": ""})
    assert answer.status_code == 409
    assert "has changed since you opened it" in answer.content.decode()


def test_still_true_takes_one_press(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    client = as_user(cast.lead)
    assert "Still true" in client.get(f"/use-cases/{entry.key}/").content.decode()
    client.post(f"/use-cases/{entry.key}/still-true/")
    assert values_of(entry)["verified_on"] is not None
    page = client.get(f"/use-cases/{entry.key}/history/").content.decode()
    assert "confirmed that this is still true" in page


def test_the_steward_may_confirm_without_being_a_lead(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.contributor)
    as_user(cast.contributor).post(f"/use-cases/{entry.key}/still-true/")
    assert values_of(entry)["verified_on"] is not None


def test_an_editor_sees_what_is_missing_and_who_can_add_it(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(cast.lead)
    page = as_user(cast.lead).get(f"/use-cases/{entry.key}/").content.decode()
    assert "your information governance lead can add it" in page
    assert "% complete" in page
    reader = as_user(cast.reader).get(f"/use-cases/{entry.key}/").content.decode()
    assert "% complete" not in reader


def test_publicly_sourced_is_said_until_the_council_confirms(
    cast: Cast, as_user: AsUser
) -> None:
    entry = make_use_case(
        cast.lead,
        stage=Stage.NOT_STATED,
        sharing=Sharing.PUBLIC,
        source_url="https://northford.example/ai",
    )
    label = "not yet confirmed by the council"
    stranger = as_user(cast.stranger)
    assert label in stranger.get(f"/use-cases/{entry.key}/").content.decode()
    assert label in stranger.get("/use-cases/").content.decode()
    as_user(cast.lead).post(f"/use-cases/{entry.key}/still-true/")
    assert label not in stranger.get(f"/use-cases/{entry.key}/").content.decode()


def test_a_stranger_reads_no_names(cast: Cast, as_user: AsUser) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.PUBLIC)
    page = as_user(cast.stranger).get(f"/use-cases/{entry.key}/").content.decode()
    assert cast.lead.name not in page
    member = as_user(cast.neighbour).get(f"/use-cases/{entry.key}/").content.decode()
    assert cast.lead.name in member


def test_acting_for_another_council_changes_what_one_may_do(
    cast: Cast, as_user: AsUser
) -> None:
    Membership.objects.create(
        user=cast.lead, council=cast.westmere, role=Role.CONTRIBUTOR
    )
    client = as_user(cast.lead)
    client.post("/act-for/", {"council": "westmere"})
    begun(client)
    entry = UseCase.objects.get()
    assert entry.lead == cast.westmere
    answer = client.get(f"/use-cases/{entry.key}/decide/stage/to_scale/")
    assert answer.status_code == 403
    client.post("/act-for/", {"council": "northford"})
    assert client.get(section(entry, "about")).status_code == 403


@pytest.mark.parametrize("who", ["lead", "neighbour"])
def test_a_wrong_product_is_refused_alike_whether_hidden_or_absent(
    cast: Cast, as_user: AsUser, who: str
) -> None:
    person = cast.person(who)
    entry = make_use_case(person)
    answer = as_user(person).post(
        section(entry, "about"),
        {
            "base_version": "1",
            "title": entry.title,
            "summary": entry.summary,
            "product": "PRD-9999",
        },
    )
    assert answer.status_code == 422
    assert values_of(entry)["product"] is None
