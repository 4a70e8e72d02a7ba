"""Fills the measurement's database with resources whose files are twenty pages long.

Pages are drawn from some thousand texts that are indexed once and then copied, so that
200,000 of them take a minute. Nothing here knows of the load.
"""

import time
from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from catalogue.models import Product, ServiceArea
from catalogue.models.choices import AiType
from councils.bulk import copy, create_records
from councils.changes import change_set
from councils.models import Council, Publishing, Sharing, User
from portal.loading import files
from portal.loading.scale import LAST_DAY, WORDS, skewed, some
from resources.kinds import RESOURCE
from resources.models import Resource, ResourceVersion, ScanResult, VersionState
from resources.models.choices import Licence, ResourceType
from tests.bench.shelf_text import PHRASE, SHARES, page_texts

BUNDLE, BUNDLES = 5, 4
"""A file is made of so many runs of so many pages."""
PAGES = BUNDLE * BUNDLES
BATCH = 1_000
TAGS = ["pilot", "unions", "consent", "prompts", "measures", "notes", "planning"]
INDEXES = ("resourcepage_vector", "filewords_vector")
TABLES = (
    *("resources_resourcepage", "resources_filewords", "resources_resourceversion"),
    *("resources_resource", "councils_searchentry", "councils_searchcard"),
    *("councils_record", "councils_recordversion"),
)


def fill(count: int, by: User) -> float:
    """Write `count` resources with a file each; the seconds that it took."""
    begun = time.monotonic()
    maker = _Maker(Random(1), by)
    for start in range(0, count, BATCH):
        with change_set(reason="Invented to measure with", channel="command"):
            maker.write(min(BATCH, count - start))
    with connection.cursor() as cursor:
        made_again = [_taken_away(cursor, index) for index in INDEXES]
        _keep_texts(cursor)
        cursor.execute(_INSERT_PAGES, [BUNDLE])
        cursor.execute(_INSERT_WORDS)
        _write_phrase(cursor)
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for statement in made_again:
            cursor.execute(statement)
        cursor.execute("RESET maintenance_work_mem")
        cursor.execute(f"VACUUM ANALYZE {', '.join(TABLES)}")
    return time.monotonic() - begun


def public_key() -> str:
    """The key of a resource that strangers may read."""
    rows = Resource.objects.filter(sharing=Sharing.PUBLIC, current_version=1)
    return str(rows.earliest("pk").key)


class _Maker:
    """Makes resources with a version each, from one seed."""

    def __init__(self, rng: Random, by: User) -> None:
        self.rng, self.by = rng, by
        self.sorts = files.read(WORDS)["sorts"]
        self.councils = list(Council.objects.filter(source="Invented to measure with"))
        self.areas = dict(ServiceArea.objects.values_list("code", "pk"))
        self.products = dict(Product.objects.values_list("title", "pk"))

    def write(self, count: int) -> None:
        """Write so many, inside the open change set."""
        sorts = self.rng.choices(
            self.sorts, [sort["share"] for sort in self.sorts], k=count
        )
        made = [self._resource(sort) for sort in sorts]
        areas = [some(self.rng, sort["areas"], at_least=1) for sort in sorts]
        products = [some(self.rng, sort["products"])[:2] for sort in sorts]
        create_records(
            RESOURCE,
            made,
            {
                "partners": [()] * count,
                "service_areas": [[self.areas[c] for c in codes] for codes in areas],
                "products": [[self.products[t] for t in titles] for titles in products],
            },
        )
        fields = ResourceVersion._meta.local_concrete_fields
        copy(ResourceVersion, fields, (self._version(resource) for resource in made))

    def _resource(self, sort: Any) -> Resource:
        rng = self.rng
        types = list(ResourceType.values)
        kind = skewed(rng, types)
        lead = skewed(rng, self.councils)
        created = timezone.make_aware(
            datetime.combine(LAST_DAY, datetime.min.time())
        ) - timedelta(days=int(1_000 * rng.random() ** 1.6))
        lines = sort["lines"]
        area = rng.choice(sort["areas"]).replace("-", " ")
        label = str(ResourceType(kind).label)
        sharing = rng.choices(
            (Sharing.PUBLIC, Sharing.REGION, Sharing.OWN), (90, 7, 3)
        )[0]
        return Resource(
            lead=lead,
            created_at=created,
            updated_at=created,
            publishing=Publishing.PUBLISHED,
            sharing=sharing,
            title=f"{label} for {area}, {lead.short_name} {rng.randrange(10_000)}",
            resource_type=kind,
            summary=" ".join(dict.fromkeys(rng.choices(lines, k=2)))[:400],
            purpose=f"We used it to begin {rng.randint(2, 9)} pilots in {area}.",
            current_version=1,
            tags=some(rng, TAGS),
            ai_types=some(rng, list(AiType.values)),
            licence=skewed(rng, list(Licence.values)),
            review_on=LAST_DAY + timedelta(days=rng.randint(-200, 600))
            if rng.random() < 0.8
            else None,
            contact=lead.mailbox,
        )

    def _version(self, resource: Resource) -> ResourceVersion:
        key = UUID(int=self.rng.getrandbits(128), version=4)
        return ResourceVersion(
            id=key,
            resource=resource,
            number=1,
            file=f"files/{key}",
            name="document.pdf",
            detected_type="pdf",
            size_bytes=250_000,
            sha256=f"{self.rng.getrandbits(256):064x}",
            page_count=PAGES,
            state=VersionState.READY,
            scan=ScanResult.CLEAN,
            uploaded_by=self.by,
        )


def _taken_away(cursor: Any, index: str) -> str:
    """Drop an index; the statement that makes it again."""
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [index])
    (statement,) = cursor.fetchone()
    cursor.execute(f"DROP INDEX {index}")
    return str(statement)


def _keep_texts(cursor: Any) -> None:
    """The different pages in a table of this session, with their vectors; and which
    runs of them each file is made of: those of one file all say the same word."""
    cursor.execute(
        "CREATE TEMPORARY TABLE page_text"
        " (word text, bundle int, place int, text text, vector tsvector)"
    )
    numbers: Counter[str] = Counter()
    with cursor.copy("COPY page_text (word, bundle, place, text) FROM STDIN") as rows:
        for page in page_texts():
            bundle, place = divmod(numbers[page.word], BUNDLE)
            numbers[page.word] += 1
            rows.write_row((page.word, bundle, place, page.text))
    cursor.execute("UPDATE page_text SET vector = to_tsvector('portal', text)")
    cursor.execute("CREATE INDEX ON page_text (word, bundle)")
    (common, seldom), shares = SHARES, list(SHARES.values())
    given = [shares[0] * 1000, common, sum(shares) * 1000, seldom]
    cursor.execute(_KEEP_RUNS, [*given, BUNDLES, BUNDLE])
    for table in ("page_text", "file_run"):
        cursor.execute(f"ANALYZE {table}")


_KEEP_RUNS = """
CREATE TEMPORARY TABLE file_run AS
SELECT v.id, run, word,
    (hashtext(v.id::text || run) & 2147483647) %% c.bundles AS bundle
FROM resources_resourceversion v
CROSS JOIN LATERAL (SELECT (hashtext(v.id::text) & 2147483647) %% 1000 AS drawn) d
CROSS JOIN LATERAL (
    SELECT CASE WHEN drawn < %s THEN %s WHEN drawn < %s THEN %s ELSE '' END AS word
) w
CROSS JOIN generate_series(0, %s - 1) run
JOIN (SELECT word, count(*) / %s AS bundles FROM page_text GROUP BY word) c USING (word)
WHERE v.name = 'document.pdf'
"""
_INSERT_PAGES = """
INSERT INTO resources_resourcepage (version_id, number, place, text, is_hidden, vector)
SELECT r.id, n, 'page ' || n, t.text, false, t.vector
FROM file_run r JOIN page_text t USING (word, bundle)
CROSS JOIN LATERAL (SELECT r.run * %s + t.place + 1 AS n) number
"""
_INSERT_WORDS = """
WITH words AS MATERIALIZED (
    SELECT word, bundle, array_to_tsvector(array_agg(DISTINCT lexeme)) AS vector
    FROM page_text, unnest(vector) GROUP BY word, bundle
)
INSERT INTO resources_filewords (version_id, vector)
SELECT a.id, a.vector || b.vector || c.vector || d.vector
FROM (SELECT * FROM file_run JOIN words USING (word, bundle) WHERE run = 0) a
JOIN (SELECT * FROM file_run JOIN words USING (word, bundle) WHERE run = 1) b USING (id)
JOIN (SELECT * FROM file_run JOIN words USING (word, bundle) WHERE run = 2) c USING (id)
JOIN (SELECT * FROM file_run JOIN words USING (word, bundle) WHERE run = 3) d USING (id)
"""


def _taken_away(cursor: Any, index: str) -> str:
    """Drop an index; the statement that makes it again."""
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [index])
    (statement,) = cursor.fetchone()
    cursor.execute(f"DROP INDEX {index}")
    return str(statement)


def _write_phrase(cursor: Any) -> None:
    """Put the phrase of one file on its page 13: one that everybody reads."""
    cursor.execute(
        "UPDATE resources_resourcepage SET text = text || %s,"
        " vector = to_tsvector('portal', text || %s) WHERE id = ("
        "  SELECT page.id FROM resources_resourcepage page"
        "  JOIN resources_resourceversion v ON v.id = page.version_id"
        "  JOIN councils_searchentry e ON e.record_id = v.resource_id"
        "  WHERE e.audiences & 4 <> 0 AND page.number = 13 ORDER BY page.id LIMIT 1"
        " ) RETURNING version_id",
        [f" We heard that {PHRASE}."] * 2,
    )
    cursor.execute(
        "UPDATE resources_filewords SET vector = vector"
        " || strip(to_tsvector('portal', %s)) WHERE version_id = %s",
        [PHRASE, cursor.fetchone()[0]],
    )
