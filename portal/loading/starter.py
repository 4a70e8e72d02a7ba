"""Loads what the shelf starts with: our own texts, links to public ones, collections.

Loading again writes only what is missing; what people changed since then stays. The
texts stand in the portal at once; their files go through the pipeline of every upload.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile

from councils.models import Council, Publishing, Role, Sharing
from councils.models.council import Belonging
from councils.notices import holders
from councils.organisations import organisations_by_slug
from portal.loading import files
from portal.loading.entries import act, begin, begun_as, write_record
from portal.loading.files import Row
from portal.loading.word import word_file
from resources import malware
from resources.actions import add_version
from resources.kinds import RESOURCE
from resources.models import Collection, CollectionStep, Resource, ResourceVersion

STARTER = Path("resources/data/starter")
LINKS = Path("resources/data/links.yaml")
COLLECTIONS = Path("resources/data/collections.yaml")
REASON = "Starter texts of the shelf"
SHOWN_TO_ALL = {"publishing": Publishing.PUBLISHED, "sharing": Sharing.PUBLIC}
APART = ("ref", "lead", "file")
"""What a row says beside the fields of its resource."""


def starter_rows() -> list[Row]:
    """Every starter text, by file name: its fields, its body, the name of its file."""
    paths = sorted((settings.BASE_DIR / STARTER).glob("*.md"))
    return [_read(path) for path in paths]


def _read(path: Path) -> Row:
    """One text: fields between two lines of three hyphens, then its Markdown."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    row: Row = files.parse(head)
    return {**row, "body": body.strip()}


def load_starter() -> dict[str, int]:
    """Write what is missing; returns how many of each sort were written."""
    rows = [*starter_rows(), *files.read(LINKS)]
    found = begun_as(RESOURCE, [row["title"] for row in rows])
    missing = [row for row in rows if row["title"] not in found]
    councils = organisations_by_slug()
    with act(None, None, REASON):
        for row in missing:
            found[row["title"]] = _write(row, councils)
        collections = _load_collections(found)
    return {"resources": len(missing), "collections": collections}


def _write(row: Row, councils: dict[str, Council]) -> Resource:
    region = next(c for c in councils.values() if c.belonging == Belonging.REGION)
    lead = councils[row["lead"]] if "lead" in row else region
    values: Row = {"licence": "ogl", **{k: v for k, v in row.items() if k not in APART}}
    made: Resource = write_record(
        RESOURCE, values, lead=lead, states=SHOWN_TO_ALL, ref=row["title"]
    )
    begin(made, "publishing")
    return made


def _load_collections(resources: dict[str, Any]) -> int:
    rows = files.read(COLLECTIONS)
    slugs = [row["slug"] for row in rows]
    known = set(
        Collection.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    )
    missing = [row for row in rows if row["slug"] not in known]
    for row in missing:
        made = Collection.objects.create(
            slug=row["slug"], title=row["title"], intro=row["intro"]
        )
        CollectionStep.objects.bulk_create(
            CollectionStep(
                collection=made,
                resource=resources[step["resource"]],
                line=step["line"],
                position=position,
            )
            for position, step in enumerate(row["steps"], 1)
        )
    return len(missing)


def load_files() -> int:
    """Upload the starter texts as files, as the region's admin; returns how many.

    Nothing is done before the region has an admin, nor where files are shared only
    once they are scanned and nothing scans: the texts stand in the portal anyway.
    """
    if not (malware.is_configured() or settings.DEMONSTRATION):
        return 0
    region = Council.objects.filter(belonging=Belonging.REGION).first()
    admins = holders(region, [Role.REGIONAL_ADMIN]) if region else []
    if not admins:
        return 0
    rows = starter_rows()
    found = begun_as(RESOURCE, [row["title"] for row in rows])
    has_file = set(
        ResourceVersion.objects.filter(resource__in=found.values()).values_list(
            "resource", flat=True
        )
    )
    missing = [row for row in rows if found[row["title"]].pk not in has_file]
    for row in missing:
        file = ContentFile(file_of(row), name=row["file"])
        with act(admins[0], region, REASON):
            add_version(found[row["title"]], file, name=row["file"], by=admins[0])
    return len(missing)


def file_of(row: Row) -> bytes:
    """The bytes of one text's file: Word, or the Markdown itself."""
    if row["file"].endswith(".docx"):
        return word_file(row["body"], title=row["title"])
    return f"{row['body']}\n".encode()
