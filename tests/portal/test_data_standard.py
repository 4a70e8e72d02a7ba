"""The data standard: nothing that a kind declares is left out, in page or document."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from councils.kinds import all_kinds
from portal.data_standard import StandardField, as_markdown, data_standard


def field(kind: str, code: str) -> StandardField:
    return next(
        found
        for declared in data_standard()
        if declared.code == kind
        for section in declared.sections
        for found in section.fields
        if found.code == code
    )


def test_every_field_of_every_kind_is_there_in_reading_order() -> None:
    for kind, standard in zip(all_kinds(), data_standard(), strict=True):
        codes = [f.code for section in standard.sections for f in section.fields]
        assert codes == list(kind.fields)


def test_every_field_that_a_form_offers_has_help() -> None:
    without = {
        f.code
        for kind in data_standard()
        for section in kind.sections
        for f in section.fields
        if not f.is_state and not f.help
    }
    assert without <= {"website"}


@pytest.mark.parametrize(
    ("code", "type_", "limit"),
    [
        ("summary", "text", 400),
        ("challenge", "text, with Markdown", 5000),
        ("ai_types", "any of a list", None),
        ("product", "one of a list", None),
        ("requests_per_month", "whole number", None),
        ("declared_kwh", "number", None),
        ("contract_ends_on", "date", None),
        ("links", "links", None),
        ("contact", "e-mail address", 254),
    ],
)
def test_types_and_limits_are_the_models_own(
    code: str, type_: str, limit: int | None
) -> None:
    found = field("use_case", code)
    assert (found.type, found.limit) == (type_, limit)


def test_stages_have_their_meanings_and_other_answers_none() -> None:
    stages = {c.value: c.meaning for c in field("use_case", "stage").choices}
    assert stages["pilot"] == "being piloted"
    assert not any(c.meaning for c in field("use_case", "status").choices)


def test_lists_are_named_where_answers_are_rows() -> None:
    assert field("use_case", "service_areas").list_name == (
        "service areas, kept by the region"
    )
    assert field("use_case", "product").list_name == "products, by key"
    assert field("use_case", "partners").list_name == "councils, by short address"


def test_the_page_is_public_and_asks_only_whether_it_is_still_the_one_kept(
    db: None, client: Client
) -> None:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/data-standard/")
    assert answer.status_code == 200
    assert len(captured) == 1
    page = answer.content.decode()
    for kind in data_standard():
        for section in kind.sections:
            for found in section.fields:
                assert f'id="{kind.code}-{found.code}"' in page


def test_the_document_has_every_field_and_no_broken_row() -> None:
    document = as_markdown("<!-- made -->\n")
    assert "<!-- made -->" in document
    rows = [line for line in document.split("\n") if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {10}
    for kind in data_standard():
        for section in kind.sections:
            for found in section.fields:
                assert f"`{found.code}`" in document
