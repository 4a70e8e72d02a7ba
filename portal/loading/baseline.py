"""Loads what the region starts with: organisations, words, publicly stated activity.

Loading again writes only what is missing; what people changed since then stays.
"""

from typing import Any

from django.utils import timezone

from catalogue.kinds import PRODUCT, SUPPLIER_KIND, USE_CASE
from catalogue.models import Stage, UseCase
from councils.kinds import Kind, Values
from councils.models import Council, Publishing, Sharing
from councils.models.council import Belonging
from councils.organisations import load_organisations, organisations_by_slug
from councils.role_mailboxes import load_role_mailboxes
from portal.loading import files
from portal.loading.entries import act, begin, begun_as, write_record
from portal.loading.files import Row
from portal.loading.lookups import load_lookups
from portal.loading.starter import load_files, load_starter

SOURCE = "baseline"
REASON = "Baseline of publicly stated activity"
SHOWN_TO_ALL = {"publishing": Publishing.PUBLISHED, "sharing": Sharing.PUBLIC}


def load_baseline() -> dict[str, int]:
    """Write what is missing; returns how many of each sort were written."""
    content = files.read(files.BASELINE)
    written = {
        "organisations": load_organisations(files.read(files.ORGANISATIONS)),
        "words of lists": load_lookups(files.read(files.LOOKUPS)),
        "role mailboxes": load_role_mailboxes(),
    }
    with act(None, None, REASON):
        suppliers = _load_shared(SUPPLIER_KIND, content["suppliers"], {})
        products = _load_shared(PRODUCT, content["products"], suppliers)
        written["use cases"] = _load_use_cases(content["use_cases"], products)
    written.update(load_starter())
    written["files"] = load_files()
    return written


def refs() -> dict[str, Any]:
    """{ref: product} of the baseline, for other content that names them."""
    products = files.read(files.BASELINE)["products"]
    found = begun_as(PRODUCT, [row["title"] for row in products])
    return {row["ref"]: found[row["title"]] for row in products}


def _load_shared(kind: Kind, rows: list[Row], suppliers: Row) -> dict[str, Any]:
    """The suppliers or products of the file by ref, made where they are missing."""
    found = begun_as(kind, [row["title"] for row in rows])
    region = Council.objects.get(belonging=Belonging.REGION)
    by_ref: dict[str, Any] = {}
    for row in rows:
        record = found.get(row["title"])
        if record is None:
            record = _write_shared(kind, row, suppliers, region)
        by_ref[row["ref"]] = record
    return by_ref


def _write_shared(kind: Kind, row: Row, suppliers: Row, region: Council) -> Any:
    values = {k: v for k, v in row.items() if k not in ("ref", "source_url")}
    if "supplier" in values:
        values["supplier"] = suppliers[values["supplier"]].key
    if "source_url" in row:
        values["links"] = [{"label": "Public source", "url": row["source_url"]}]
    states: dict[str, Any] = {**SHOWN_TO_ALL, "confirmed_on": timezone.localdate()}
    record = write_record(kind, values, lead=region, states=states, ref=row["ref"])
    begin(record, "publishing")
    return record


def _load_use_cases(rows: list[Row], products: dict[str, Any]) -> int:
    known = set(
        UseCase.objects.filter(external_source=SOURCE).values_list(
            "external_id", flat=True
        )
    )
    missing = [row for row in rows if row["ref"] not in known]
    councils = organisations_by_slug()
    for row in missing:
        _write_use_case(row, products, councils)
    return len(missing)


def _write_use_case(
    row: Row, products: dict[str, Any], councils: dict[str, Council]
) -> None:
    apart = ("ref", "lead", "stage", "stage_on", "source_date", "product")
    values: Values = {k: v for k, v in row.items() if k not in apart}
    values.update(external_source=SOURCE, external_id=row["ref"])
    if "product" in row:
        values["product"] = products[row["product"]].key
    stage = Stage(row["stage"])
    record = write_record(
        USE_CASE,
        values,
        lead=councils[row["lead"]],
        states={**SHOWN_TO_ALL, "stage": stage},
        ref=row["ref"],
    )
    begin(record, "stage", on=row.get("stage_on"), reason=_told(row))
    begin(record, "publishing")


def _told(row: Row) -> str:
    said = row.get("source_date")
    return f"As the public source of {said} has it" if said else "As the source has it"
