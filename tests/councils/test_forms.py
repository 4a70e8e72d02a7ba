"""Forms of records: they read what they were filled from, and err in plain words."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.kinds import SUPPLIER_KIND, USE_CASE
from catalogue.models import ServiceArea, Supplier, UseCase
from catalogue.models.choices import Answer, Readiness, Route
from councils.difference import difference
from councils.form_fields import DateParts, LinksField
from councils.forms import DecisionForm, record_form
from councils.kinds import Kind
from councils.models import Council, Membership, Sharing
from tests.cast import Cast, make_person
from tests.councils.browser_form import untouched
from tests.factories import make_product, make_use_case, values_of

KINDS = {"use_case": USE_CASE, "supplier": SUPPLIER_KIND}


def form_of(kind: Kind, data: Any, **given: Any) -> Any:
    return record_form(kind, tuple(kind.editable))(data, **given)


def faults(kind: Kind, **values: Any) -> dict[str, list[str]]:
    form = form_of(kind, {"title": "Notes drafted", "status": "active", **values})
    form.is_valid()
    return {name: [str(e) for e in errors] for name, errors in form.errors.items()}


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60
).map(str.strip)
texts = st.lists(words, max_size=3).map("\n".join).map(str.strip)
VALID = st.fixed_dictionaries(
    {
        "title": words.filter(lambda text: len(text) >= 3),
        "result": words,
        "summary": texts,
        "challenge": texts,
        "personal_data": st.sampled_from(["", *Answer.values]),
        "route": st.sampled_from(["", *Route.values]),
        "readiness": st.sets(st.sampled_from(Readiness.values)).map(
            lambda chosen: [word for word in Readiness.values if word in chosen]
        ),
        "service_areas": st.sets(st.sampled_from(["a-b", "ab", "a_c"])).map(sorted),
        "partners": st.sets(st.sampled_from(["westmere", "eastmoor"])).map(sorted),
        "contract_ends_on": st.none() | st.dates(date(1000, 1, 1)).map(str),
        "requests_per_month": st.none() | st.integers(0, 2_147_483_647),
        "declared_kwh": st.none()
        | st.decimals(0, 99_999_999, places=3).map(lambda figure: f"{figure:.3f}"),
        "product": st.sampled_from([None, "PRD-0001"]),
    }
)


@pytest.fixture
def worded(cast: Cast) -> Cast:
    for code in ("a-b", "ab", "a_c"):
        ServiceArea.objects.create(code=code, label=code)
    make_product(cast.lead)
    return cast


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VALID)
def test_a_form_filled_from_a_state_gives_that_state_back(
    worded: Cast, values: dict[str, Any]
) -> None:
    codes = tuple(values)
    made = record_form(USE_CASE, codes)
    drawn = render_crispy_form(made(initial=values, instance=UseCase()))
    form = made(untouched(drawn), instance=UseCase())
    assert form.is_valid(), form.errors
    assert form.values() == values


FULL: dict[str, Any] = {
    "result": "Ready in “10” minutes & <less>",
    "challenge": "First line.\n\n- one\n- two",
    "readiness": ["documents", "code"],
    "contract_ends_on": "2028-03-01",
    "declared_kwh": "1.500",
    "requests_per_month": 0,
    "status": "paused",
    "status_reason": "cost",
    "partners": ["westmere"],
    "service_areas": ["a-b", "ab"],
    "product": "PRD-0001",
    "links": [{"id": "", "label": "Page", "url": "https://a.example/?a=1&b=2"}],
}


def test_saving_every_section_untouched_changes_nothing(
    worded: Cast, as_user: Callable[[Any], Any]
) -> None:
    entry = make_use_case(worded.lead, **FULL)
    client = as_user(worded.lead)
    for section in (s for s in USE_CASE.sections if s.editable):
        url = f"/use-cases/{entry.key}/edit/{section.code}/"
        page = client.get(url).content.decode()
        form = page[page.index('name="base_version"') - 100 :]
        sent = dict(untouched(form).lists())
        assert client.post(url, sent).status_code == 302, section.code
    changes = difference(entry.versions.last().snapshot, values_of(entry))
    assert changes == []
    assert UseCase.objects.get(pk=entry.pk).version == 1


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_says_for_each_required_field_what_to_do(
    db: None, kind: str
) -> None:
    form = form_of(KINDS[kind], {})
    needed = {name for name, field in form.fields.items() if field.required}
    assert "title" in needed
    said = {name: errors[0] for name, errors in form.errors.items()}
    assert set(said) == needed
    assert said["title"] == "Enter the title"
    for sentence in said.values():
        assert sentence.split()[0] in ("Enter", "Choose")


@pytest.mark.parametrize(
    ("code", "value", "sentence"),
    [
        ("contract_ends_on", "2026-02-30", "Contract end date must be a real date"),
        ("result", "a\0", "Take the unreadable signs out of “One-line result”"),
        ("title", "No", "Enter a title of three letters or more"),
        ("status", "stopped", "Choose why it is paused or stopped"),
        ("links", [{"label": "Ours", "url": "ftp://a.example"}], "begins with https"),
        ("links", [{"url": "https://a.example/" + "a" * 500}], "longer than 500"),
        ("links", [{"label": "a\0", "url": "https://a.example"}], "Null characters"),
        ("personal_data", "perhaps", "Choose one of the list for “Personal data”"),
        ("readiness", ["code", "telepathy"], "Choose one of the list"),
        ("product", "PRD-9999", "Choose one of the list for “Product”"),
        ("product", "PRD\0", "Null characters"),
        ("service_areas", ["nothing"], "Choose one of the list"),
        ("service_areas", ["\0"], "Null characters"),
        ("steward", "9" * 30, "Choose one of the list for “Steward”"),
        ("summary", "a" * 401, "Shorten “Summary” to 400 characters or fewer"),
        ("challenge", "a" * 5001, "to 5,000 characters or fewer"),
        ("requests_per_month", "many", "Enter a whole number for “Requests a month”"),
        ("requests_per_month", "2147483648", "Enter a smaller number for"),
        ("requests_per_month", "-1", "Enter 0 or more for “Requests a month”"),
        ("declared_kwh", "NaN", "Enter a number for “Energy the supplier declares”"),
        ("declared_kwh", "1e12", "smaller number for “Energy the supplier"),
        ("declared_kwh", "1.2345", "at most 3 decimal places for “Energy the"),
        ("source_url", "javascript:alert(1)", "https:// for “Public source”"),
        ("contact", "nobody", "Enter an e-mail address for “Contact mailbox”"),
    ],
)
def test_a_fault_stands_beside_its_field(
    db: None, code: str, value: Any, sentence: str
) -> None:
    found = faults(USE_CASE, **{code: value})
    assert sentence in " ".join(next(iter(found.values()), []))
    assert set(found) <= {code, f"{code}_reason"}
    assert len(found) == 1
    assert len(next(iter(found.values()))) == 1


def test_several_words_are_kept_once_and_in_their_own_order(db: None) -> None:
    form = form_of(USE_CASE, {"title": "Notes", "readiness": ["code", "documents"] * 2})
    form.is_valid()
    assert form.values()["readiness"] == ["documents", "code"]


def test_a_long_text_may_use_all_its_characters(db: None) -> None:
    lines = "\r\n".join("a" * 99 for _ in range(4))
    assert faults(USE_CASE, summary=lines) == {}


def test_a_new_records_partners_come_from_councils_of_today(cast: Cast) -> None:
    entry = make_use_case(cast.lead, partners=["eastmoor"])
    for slug in ("westmere", "eastmoor"):
        Council.objects.filter(slug=slug).update(active_until="2001-01-01")
    form = form_of(USE_CASE, None, instance=entry, reader=cast.lead)
    offered = {council.slug for council in form.fields["partners"].queryset}
    assert offered == {"region", "eastmoor"}


def test_stewards_are_the_lead_councils_people_in_force(cast: Cast) -> None:
    make_person("loose", cast.northford)
    form = form_of(USE_CASE, None, instance=make_use_case(cast.lead), reader=cast.lead)
    offered = set(form.fields["steward"].queryset)
    northford = ("reader", "contributor", "lead", "governance", "owner", "admin")
    assert offered == {cast.person(part) for part in northford}


def test_a_record_is_offered_only_to_those_who_see_it(cast: Cast) -> None:
    shown = make_product(cast.lead, "Shown to the region")
    outsider = make_person("loose", cast.northford)
    for reader, offered in ((cast.neighbour, [shown]), (outsider, [])):
        form = form_of(USE_CASE, None, reader=reader)
        field: Any = form.fields["product"]
        assert list(field.queryset) == offered
    assert field.label_from_instance(shown) == "Shown to the region"


@given(st.dates(date(1000, 1, 1)))
def test_a_date_comes_back_from_its_three_boxes(day: date) -> None:
    widget = DateParts()
    for value in (day, day.isoformat()):
        boxes = [str(part) for part in widget.decompress(value)]
        data = dict(zip(("on_day", "on_month", "on_year"), boxes, strict=True))
        assert widget.value_from_datadict(data, {}, "on") == day.isoformat()
    assert not boxes[0].startswith("0")


@given(st.tuples(words, words, words))
def test_whatever_stands_in_the_boxes_is_a_date_or_a_fault(
    parts: tuple[str, str, str],
) -> None:
    boxes = dict(zip(("on_day", "on_month", "on_year"), parts, strict=True))
    form = DecisionForm({"version": 1, **boxes}, is_dated=True)
    assert form.is_valid() or list(form.errors) == ["on"]
    if not any(parts):
        assert form.cleaned_data["on"] is None


def test_a_move_is_not_dated_in_the_future_and_may_need_its_reason() -> None:
    sent = {"version": 1, "on": "2999-01-01"}
    form = DecisionForm(sent, needs_reason=True, is_dated=True)
    assert not form.is_valid()
    assert form.errors["on"] == ["Enter a date that is not in the future"]
    assert "Say why" in form.errors["reason"][0]


def test_a_move_of_today_is_not_asked_when_it_happened() -> None:
    form = DecisionForm({"version": 1, "on": "2026-01-01"})
    assert form.is_valid()
    assert "on" not in form.fields


def test_links_are_read_row_by_row_and_empty_rows_left_out() -> None:
    class Form(forms.Form):
        links = LinksField()

    data = QueryDict(
        "links-id=&links-label=+A+&links-url=https://a.example"
        "&links-id=&links-label=&links-url=https://b.example"
        "&links-id=&links-label=&links-url=+"
    )
    form = Form(data)
    assert form.is_valid()
    first, second = form.cleaned_data["links"]
    assert (first["label"], second["label"]) == ("A", "https://b.example")
    assert first["id"] != second["id"]


def test_a_companys_number_has_its_shape(db: None) -> None:
    for number, is_right in {"SC123456": 1, "01234567": 1, "1234567": 0}.items():
        found = faults(SUPPLIER_KIND, companies_house_number=number)
        assert (found == {}) == bool(is_right)
    assert Supplier.objects.count() == 0


def test_a_text_without_a_limit_is_a_code_in_one_line(db: None) -> None:
    form = record_form(SUPPLIER_KIND, ("companies_house_number",))()
    widget = form.fields["companies_house_number"].widget
    assert isinstance(widget, forms.TextInput)


def test_a_reason_that_may_be_left_out_says_so() -> None:
    labels = [
        DecisionForm(needs_reason=needed)["reason"].label for needed in (True, False)
    ]
    assert labels == ["Why", "Why (optional)"]


def test_forms_hold_no_state_field(db: None) -> None:
    for kind in KINDS.values():
        states = {code for code, f in kind.fields.items() if f.is_state}
        assert not states & set(form_of(kind, None).fields)


def test_values_are_those_of_the_snapshot(worded: Cast) -> None:
    entry = make_use_case(worded.lead, sharing=Sharing.REGION, **FULL)
    values = values_of(entry)
    form = form_of(USE_CASE, {**values, "deputy": ""}, instance=entry)
    assert form.is_valid(), form.errors
    assert form.values() == {code: values[code] for code in USE_CASE.editable}


def test_a_steward_who_has_left_is_still_offered_for_their_own_entry(
    cast: Cast,
) -> None:
    entry = make_use_case(cast.contributor)
    Membership.objects.filter(user=cast.contributor).update(ended_at=timezone.now())
    people: Any = record_form(USE_CASE, ("steward",))(instance=entry, reader=cast.lead)
    assert cast.contributor in people.fields["steward"].queryset
    other = make_use_case(cast.lead)
    people = record_form(USE_CASE, ("steward",))(instance=other, reader=cast.lead)
    assert cast.contributor not in people.fields["steward"].queryset
