"""Writes the invented use cases of `portal.loading.scale`, thousands at a time.

What they say is decided there.
"""

from collections.abc import Iterator
from typing import Any

from catalogue.kinds import PRODUCT, SUPPLIER_KIND, USE_CASE
from catalogue.models import AtrsCapability, AtrsFunction, ServiceArea, UserGroup
from councils.bulk import copy, create_records
from councils.changes import change_set
from councils.kinds import Kind
from councils.models import Council, Decision, Publishing, Sharing
from councils.models.council import Belonging
from councils.organisations import load_organisations
from portal.loading import files
from portal.loading.baseline import load_baseline
from portal.loading.entries import act, begin, begun_as, write_record
from portal.loading.scale import WORDS, Made, Maker

BATCH = 1_000
REASON = "Invented entries to measure with"


def seed_scale(count: int, seed: int) -> Iterator[int]:
    """Write `count` entries; yields how many stand after each batch."""
    load_baseline()
    words = files.read(WORDS)
    councils = _councils(words["councils"])
    maker = Maker(
        seed=seed,
        councils=councils,
        products=_products(words),
        bits={
            "service_areas": dict(ServiceArea.objects.values_list("code", "pk")),
            "user_groups": dict(UserGroup.objects.values_list("code", "pk")),
            "atrs_functions": dict(AtrsFunction.objects.values_list("code", "pk")),
            "atrs_capabilities": dict(AtrsCapability.objects.values_list("code", "pk")),
        },
        labels=dict(
            ServiceArea.objects.values_list("code", "label").union(
                UserGroup.objects.values_list("code", "label")
            )
        ),
    )
    done = 0
    for batch in maker.batches(count, BATCH):
        with change_set(reason=REASON, channel="command"):
            _write(batch)
        done += len(batch)
        yield done


def _councils(names: list[str]) -> list[Council]:
    slugs = [name.lower().replace(" ", "-") for name in names]
    load_organisations(
        (
            {
                "slug": slug,
                "name": f"{name} Council",
                "short_name": name,
                "belonging": Belonging.MEMBER if n % 3 else Belonging.ASSOCIATE,
                "mailbox": f"ai@{slug}.example",
                "source": "Invented to measure with",
            }
            for n, (name, slug) in enumerate(zip(names, slugs, strict=True), 1)
        ),
        is_demonstration=True,
    )
    found = {c.slug: c for c in Council.objects.filter(slug__in=slugs)}
    return [found[slug] for slug in slugs]


def _products(words: files.Row) -> dict[str, int]:
    """The row ids of the sorts' products, made with their suppliers where missing."""
    names = [name for sort in words["sorts"] for name in sort["products"]]
    with act(None, None, REASON):
        suppliers = _shared(SUPPLIER_KIND, words["suppliers"], {})
        by_first = {name.split()[0]: row for name, row in suppliers.items()}
        made_by = {name: by_first.get(name.split()[0]) for name in names}
        return {name: row.pk for name, row in _shared(PRODUCT, names, made_by).items()}


def _shared(kind: Kind, names: list[str], made_by: dict[str, Any]) -> dict[str, Any]:
    found = begun_as(kind, names)
    region = Council.objects.get(belonging=Belonging.REGION)
    states = {"publishing": Publishing.PUBLISHED, "sharing": Sharing.PUBLIC}
    for name in names:
        if name in found:
            continue
        values = {"title": name, "about": "Invented to measure with."}
        if made_by.get(name):
            values["supplier"] = made_by[name].key
        record = write_record(kind, values, lead=region, states=states, ref=name)
        begin(record, "publishing")
        found[name] = record
    return found


def _write(batch: list[Made]) -> None:
    create_records(
        USE_CASE,
        [made.record for made in batch],
        {name: [made.links[name] for made in batch] for name in batch[0].links},
    )
    fields = [f for f in Decision._meta.local_concrete_fields if not f.primary_key]
    copy(Decision, fields, (d for made in batch for d in _decisions(made)))


def _decisions(made: Made) -> Iterator[Decision]:
    before = ""
    for stage, on in made.stages:
        yield Decision(
            record_id=made.record.pk,
            machine="stage",
            action=f"to_{stage}" if before else "begin",
            from_state=before,
            to_state=stage,
            on=on,
            at=made.record.created_at,
            reason="Agreed by the project board",
            version=0,
        )
        before = stage
