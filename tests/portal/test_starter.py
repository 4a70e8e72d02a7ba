"""What the shelf starts with: texts and files of ours, links, collections; once.

What a demonstration adds to it is `test_demonstration.py`'s.
"""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from councils.models import RecordVersion, Sharing
from councils.models.search import SearchEntry
from councils.role_mailboxes import words_of_the_file
from councils.screening import screen
from portal.loading.baseline import load_baseline
from portal.loading.starter import file_of, starter_rows
from resources.inspection.judging import inspect_file
from resources.models import Collection, Resource, ResourceVersion

ROWS = starter_rows()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["ref"])
def test_a_starter_file_passes_inspection_and_hides_nothing(
    row: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / row["file"]
    path.write_bytes(file_of(row))
    verdict = inspect_file(path, role_mailboxes=words_of_the_file())
    assert verdict.accepted, verdict.reason
    assert not verdict.findings
    assert not verdict.hidden


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["ref"])
def test_the_words_of_a_starter_text_hold_nothing_sensitive(
    row: dict[str, Any],
) -> None:
    for value in row.values():
        assert not screen(str(value), words_of_the_file())


def test_a_word_file_says_what_its_text_says() -> None:
    row = next(row for row in ROWS if row["ref"] == "ai-use-policy")
    document = Document(BytesIO(file_of(row)))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "What this policy is for"
    assert document.tables[0].rows[0].cells[0].text == "Sort of tool"
    numbered = [p for p in document.paragraphs if p.style.name == "List Number"]
    assert len(numbered) == 5
    assert "**" not in "".join(p.text for p in document.paragraphs)
    assert document.core_properties.author == ""


@pytest.mark.django_db
def test_the_baseline_has_every_sort_once() -> None:
    load_baseline()
    types = set(Resource.objects.values_list("resource_type", flat=True))
    assert types >= {"policy", "dpia", "playbook", "evaluation", "job_role", "lesson"}
    assert Resource.objects.filter(resource_type="job_role").count() == 3
    links = Resource.objects.exclude(url="").select_related("lead")
    assert {link.lead.slug for link in links} == {
        "stockton-on-tees",
        "middlesbrough",
        "north-east",
    }
    assert set(Resource.objects.values_list("sharing", flat=True)) == {Sharing.PUBLIC}
    assert [c.steps.count() for c in Collection.objects.all()] == [4, 3, 3]
    assert ResourceVersion.objects.count() == 0
    before = RecordVersion.objects.count(), SearchEntry.objects.count()
    assert not any(load_baseline().values())
    assert (RecordVersion.objects.count(), SearchEntry.objects.count()) == before
