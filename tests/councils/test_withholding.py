"""The rule of what is withheld from whom, and the rows and histories made by it."""

import json
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.actions import confirm_shared, merge_shared
from catalogue.council_work import contacts_of, emptiest_entries, stewards_of
from catalogue.kinds import PRODUCT, USE_CASE
from councils.difference import Change
from councils.history import draw, entries
from councils.holds import lift_hold
from councils.kinds import all_kinds
from councils.models import (
    Ground,
    HoldAudience,
    Membership,
    RecordHold,
    Role,
    SearchCard,
    SearchEntry,
    Sharing,
    User,
)
from councils.present import MEMBER, STRANGER, AudienceReader, present
from councils.readable_versions import audience_of, versions_for
from councils.withholding import Hold, readable, standings_of, withheld_from, without
from tests.cast import PARTS, Cast
from tests.factories import edit, hold, make_product, make_use_case, values_of

COMMERCIAL = "Withheld: commercial interests (section 43)"


def row(code: str, audience: str = "own") -> dict[str, str]:
    return {
        "id": code,
        "field": code,
        "audience": audience,
        "ground": "s43",
        "review_on": "2027-05-01",
    }


def state(*holds: dict[str, str], **values: Any) -> dict[str, Any]:
    blank = without(USE_CASE, {}, USE_CASE.fields)
    whose = {"lead": "northford", "partners": ["westmere"]}
    return {**blank, **whose, "holds": list(holds), **values}


@pytest.mark.parametrize(
    ("audience", "inside"),
    [
        ("own", {"northford", "westmere"}),
        ("region", {"northford", "westmere", "eastmoor", "region"}),
    ],
)
def test_the_lead_and_its_partners_are_inside_a_hold_of_their_own(
    cast: Cast, audience: str, inside: set[str]
) -> None:
    values = state(row("result", audience), result="Nine minutes")
    for part in PARTS:
        reader = cast.person(part)
        home = "" if part == "stranger" else reader.acting_for.slug
        shown = present(USE_CASE, values, reader)["result"]
        assert (str(shown) == "Nine minutes") == (home in inside), part
        assert bool(shown.withheld) != bool(shown.held)
        assert shown.words == (str(shown) or COMMERCIAL)


def test_somebody_without_a_council_reads_as_the_public(cast: Cast) -> None:
    Membership.objects.filter(user=cast.reader).delete()
    loose = User.objects.get(pk=cast.reader.pk)
    for audience in HoldAudience.values:
        assert withheld_from(state(row("result", audience)), loose)


def test_an_empty_field_that_is_held_back_is_withheld_all_the_same(db: None) -> None:
    shown = present(USE_CASE, state(row("result")), STRANGER)["result"]
    assert not shown.is_empty
    assert shown.words == COMMERCIAL


def test_readers_inside_are_told_for_whom_why_and_until_when(db: None) -> None:
    reader = AudienceReader.of(1, "westmere")
    shown = present(USE_CASE, state(row("result"), result="x"), reader)["result"]
    assert shown.held is not None
    assert (
        shown.held.words
        == "Held back: own council and partners only, section 43, review by 1 May 2027"
    )


def test_a_part_of_a_state_is_not_shown_at_all() -> None:
    with pytest.raises(ValueError, match="whole state"):
        present(USE_CASE, {"result": "Nine minutes"}, STRANGER)
    assert present(USE_CASE, {}, STRANGER)["result"].is_empty


def test_what_is_withheld_is_not_even_looked_up(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    product = make_product(cast.lead)
    values = state(row("product"), product=product.key, lead=None, partners=[])
    with django_assert_num_queries(0):
        present(USE_CASE, values, STRANGER)


def test_every_kind_says_nothing_in_the_sort_of_each_field() -> None:
    for kind in all_kinds():
        holdable = [code for code, f in kind.fields.items() if f.can_be_held]
        assert not {"title", "lead", "partners", "sharing"} & set(holdable)
        blank = without(kind, {}, holdable)
        assert all(value in ("", None, []) for value in blank.values())
    blank = without(USE_CASE, {"title": "Kept"}, ("links", "result", "product"))
    assert blank == {"title": "Kept", "links": [], "result": "", "product": None}


def test_readable_is_what_is_left(cast: Cast) -> None:
    values = state(row("result"), result="Nine minutes", summary="Said")
    left = readable(USE_CASE, values, cast.associate)
    assert (left["result"], left["summary"]) == ("", "Said")
    assert readable(USE_CASE, values, cast.neighbour) == values


TEXTS = (
    "result",
    "summary",
    "challenge",
    "solution",
    "results",
    "learnings",
    "oversight_how",
    "status_note",
    "contact",
    "model_name",
    "source_url",
)


def mark(code: str) -> str:
    """A word of its own for each field, as its column takes it."""
    word = f"zq{code.replace('_', '')}qz"
    if code == "contact":
        return f"ai-team@{word}.example"
    return f"https://{word}.example" if code == "source_url" else word


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    held=st.dictionaries(st.sampled_from(TEXTS), st.sampled_from(HoldAudience)),
    sharing=st.sampled_from(Sharing),
)
def test_no_word_that_is_withheld_stands_in_anything_a_reader_gets(
    cast: Cast, held: dict[str, HoldAudience], sharing: Sharing
) -> None:
    assert all(USE_CASE.fields[code].can_be_held for code in TEXTS)
    said = {code: mark(code) for code in TEXTS}
    entry = make_use_case(cast.lead, sharing=sharing, partners=["westmere"], **said)
    for code, audience in held.items():
        hold(entry, cast.lead, code, audience=audience)
    values = values_of(entry)
    for part in PARTS:
        reader = cast.person(part)
        withheld = withheld_from(values, reader)
        outputs = [str(present(USE_CASE, values, reader))]
        for pk, mask in SearchEntry.objects.visible_to(reader).values_list(
            "record_id", "audiences"
        ):
            if pk == entry.pk:
                card = SearchCard.objects.get(record=pk, audiences=mask)
                outputs.append(json.dumps(card.card) + card.text)
        for change in draw_all(entry, reader):
            outputs.append(f"{change.before.words} {change.after.words}")
        for code in withheld:
            assert not [text for text in outputs if mark(code) in text], (part, code)
        inside = set(TEXTS) - set(withheld)
        assert all(mark(code) in outputs[0] for code in inside), part


def draw_all(entry: Any, reader: Any) -> list[Any]:
    found = versions_for(entry, reader)
    return [change for e in entries(entry, found, reader) for change in e.changes]


def told(entry: Any, reader: Any) -> list[str]:
    return [e.sentence for e in entries(entry, versions_for(entry, reader), reader)]


def test_the_history_tells_of_holds_in_sentences(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    hold(entry, cast.lead, "running_cost", audience=HoldAudience.REGION)
    edit(entry, cast.lead, running_cost="nothing")
    lift_hold(entry, "running_cost", by=cast.lead)
    hold(entry, cast.lead, "result", "summary", ground=Ground.PERSONAL)
    who = str(cast.lead)
    assert told(entry, cast.neighbour)[:4] == [
        f"{who} held back the one-line result from other councils and the public "
        "(section 40) and held back the summary from other councils and the public "
        "(section 40)",
        f"{who} no longer holds back the cost to run",
        f"{who} changed cost to run",
        f"{who} held back the cost to run from the public (section 43)",
    ]


def test_a_change_of_what_is_withheld_is_not_told_of(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    hold(entry, cast.lead, "result")
    edit(entry, cast.lead, result="Nine minutes")
    assert "details that are not shown to you" in told(entry, cast.neighbour)[0]
    assert "one-line result" in told(entry, cast.reader)[0]


def test_holds_of_then_and_of_now_both_keep_a_value_back(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION, result="First")
    open_then = values_of(entry)
    hold(entry, cast.lead, "result")
    held_then = values_of(edit(entry, cast.lead, result="Second"))
    (change,) = [
        c for c in draw(entry, open_then, held_then, cast.lead) if not c.phrases
    ]
    assert (str(change.before), str(change.after)) == ("First", "Second")
    told_now = draw(entry, open_then, held_then, cast.neighbour)
    assert [c.label for c in told_now] == ["Held back"]
    lift_hold(entry, "result", by=cast.lead)
    (change, _) = draw(entry, open_then, held_then, cast.neighbour)
    assert (change.before.words, change.after.words) == ("First", COMMERCIAL)


def test_a_partner_of_today_reads_what_was_held_back_before(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    hold(entry, cast.lead, "result")
    edit(entry, cast.lead, result="Nine minutes")
    assert "Nine minutes" not in str(draw_all(entry, cast.neighbour))
    edit(entry, cast.lead, partners=["westmere"])
    assert "Nine minutes" in str(draw_all(entry, cast.neighbour))
    assert audience_of(entry, cast.neighbour) == 1


def test_standings_take_two_statements_for_any_number(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    records = [make_use_case(cast.lead, partners=["eastmoor"]) for _ in range(3)]
    hold(records[0], cast.lead, "result")
    assert {record.lead for record in records} == {cast.northford}
    with django_assert_num_queries(2):
        found = standings_of(records)
    assert found[records[1].pk].councils == {"northford", "eastmoor"}
    (kept,) = found[records[0].pk].holds
    assert isinstance(kept, Hold)
    assert isinstance(kept.review_on, date)


def test_the_query_and_the_rule_agree_on_who_is_outside(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.PUBLIC, partners=["westmere"])
    hold(entry, cast.lead, "result")
    hold(entry, cast.lead, "summary", audience=HoldAudience.REGION)
    values = values_of(entry)
    for part in PARTS:
        reader = cast.person(part)
        against = RecordHold.objects.against(reader).values_list("field", flat=True)
        assert set(against) == set(withheld_from(values, reader)), part


def test_stand_ins_for_audiences_read_as_real_readers_do() -> None:
    values = state(row("result"), row("summary", "region"))
    assert set(withheld_from(values, MEMBER)) == {"result"}
    assert set(withheld_from(values, STRANGER)) == {"result", "summary"}
    assert set(withheld_from(values, AnonymousUser())) == {"result", "summary"}
    assert not withheld_from(values, AudienceReader.of(1, "northford"))


def test_a_mailbox_that_is_held_back_comes_by_no_other_entrys_row(cast: Cast) -> None:
    """A reader's rows are chosen one by one, not by the masks that some have."""
    held = make_use_case(
        cast.lead, sharing=Sharing.REGION, contact="foi@northford.example"
    )
    hold(held, cast.lead, "contact")
    make_use_case(cast.lead, partners=["westmere"], contact="ai-team@northford.example")
    assert contacts_of(cast.northford, cast.neighbour) == ["ai-team@northford.example"]
    assert len(contacts_of(cast.northford, cast.lead)) == 2


def test_a_steward_who_is_held_back_is_named_to_the_council_alone(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    hold(entry, cast.lead, "steward", ground=Ground.PERSONAL)
    assert stewards_of(cast.northford, cast.neighbour) == []
    assert stewards_of(cast.northford, cast.reader) == [(cast.lead.name, 1)]


def test_gaps_of_what_is_withheld_are_not_counted(cast: Cast) -> None:
    entry = make_use_case(cast.lead, sharing=Sharing.REGION)
    (before,) = emptiest_entries(cast.northford, cast.neighbour)
    hold(entry, cast.lead, "setup_cost")
    (after,) = emptiest_entries(cast.northford, cast.neighbour)
    assert after.completeness.needed == before.completeness.needed - 1
    assert emptiest_entries(cast.northford, cast.lead) == [before]


def test_merging_products_counts_no_entry_that_holds_its_product_back(
    cast: Cast,
) -> None:
    kept, double = make_product(cast.lead, "Lumen"), make_product(cast.lead, "Lumin")
    entry = make_use_case(cast.lead, sharing=Sharing.REGION, product=double.key)
    make_use_case(cast.lead, sharing=Sharing.REGION, product=double.key)
    hold(entry, cast.lead, "product")
    assert merge_shared(double, kept, by=cast.moderator, reason="One") == 1
    assert values_of(entry)["product"] == kept.key


def test_a_supplier_that_a_product_holds_back_is_in_no_entrys_row(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from councils.permissions import ROLES_ALLOWED, Action
    from tests.factories import make_supplier

    supplier = make_supplier(cast.lead, "Zorblaxian Ltd")
    product = make_product(cast.lead, "Lumen", supplier=supplier.key)
    confirm_shared(product, by=cast.moderator)
    entry = make_use_case(cast.lead, sharing=Sharing.PUBLIC, product=product.key)
    rows = SearchEntry.objects.filter(record=entry.pk)
    assert rows.get().supplier == supplier.pk
    moderators = frozenset({Role.REGIONAL_MODERATOR})
    monkeypatch.setitem(ROLES_ALLOWED, Action.HOLD_FIELD, moderators)
    hold(product, cast.moderator, "supplier")
    assert rows.get().supplier == 0
    text = SearchCard.objects.get(record=entry.pk).text
    assert "Zorblaxian" not in text
    shown = present(PRODUCT, values_of(product), cast.neighbour)["supplier"]
    assert shown.withheld is not None


def test_a_difference_keeps_holds_out_of_forms(cast: Cast) -> None:
    from councils.difference import apply

    entry = make_use_case(cast.lead)
    with pytest.raises(ValueError, match="holds"):
        apply(entry, [Change("holds", [], [row("result")])], cast.lead)
