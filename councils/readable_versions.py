"""Which versions of a record one reader may have: the door to its past.

Drawing them is `councils.history`'s.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models

from councils.models.change_set import RecordVersion
from councils.models.decision import Decision
from councils.models.record import Publishing, Record
from councils.models.search import Audience, serves
from councils.present import Reader

_SUBMISSIONS = Decision.objects.filter(
    record=models.OuterRef("record"),
    machine="publishing",
    to_state=Publishing.IN_REVIEW,
)
SUBMITTED = models.Subquery(_SUBMISSIONS.order_by("-pk").values("version")[:1])
"""The version that was last sent for review; what waits was written after it.

Versions from before are not the region's moderators': the council may have reviewed
them by itself, or taken them back. `is_readable` asks for it as `submitted`.
"""


def in_review_now() -> models.Q:
    """The condition that a version waits, or waited in this same review, for them."""
    waits = models.Q(record__publishing=Publishing.IN_REVIEW)
    return waits & serves(Audience.REVIEW) & models.Q(number__gt=SUBMITTED)


def audience_of(record: Record, reader: Reader) -> Audience:
    """As whom this reader reads this record: own, review, region or public."""
    if isinstance(reader, AnonymousUser) or not reader.council_ids:
        return Audience.PUBLIC
    if record.lead_id in reader.council_ids:
        return Audience.OWN
    if reader.council_ids.intersection(c.pk for c in record.partners.all()):
        return Audience.OWN
    waits = record.publishing == Publishing.IN_REVIEW
    if waits and reader.reviews_for_region:
        return Audience.REVIEW | Audience.REGION
    return Audience.REGION


def versions_for(record: Record, reader: Reader) -> models.QuerySet[RecordVersion]:
    """The versions of a record that this reader could ever read, newest first."""
    return (
        RecordVersion.objects.filter(_readable(record, reader), record=record.pk)
        .select_related("change_set__by", "change_set__council")
        .order_by("-number")
    )


def _readable(record: Record, reader: Reader) -> models.Q:
    """The condition that a version of a record is this reader's to read.

    A partner reads what was written since it was named, and what the region read.
    """
    audience = audience_of(record, reader)
    if audience & Audience.REVIEW:
        return serves(Audience.REGION) | in_review_now()
    if isinstance(reader, AnonymousUser) or _is_lead_or_other(record, audience, reader):
        return serves(audience)
    named = models.Q(snapshot__partners__has_any_keys=sorted(reader.council_slugs))
    return named | serves(Audience.REGION)


def _is_lead_or_other(record: Record, audience: Audience, reader: Any) -> bool:
    """Whether this reader is of the lead council, or of neither it nor a partner."""
    return audience != Audience.OWN or record.lead_id in reader.council_ids


def is_readable(version: Any, reader: Reader) -> bool:
    """The same of one version that was fetched with its record and `submitted`."""
    record, audience = version.record, audience_of(version.record, reader)
    if audience & Audience.REVIEW and version.number <= (version.submitted or 0):
        audience = Audience.REGION
    if isinstance(reader, AnonymousUser) or _is_lead_or_other(record, audience, reader):
        return bool(version.audiences & audience)
    named = reader.council_slugs.intersection(version.snapshot.get("partners", []))
    return bool(named or version.audiences & Audience.REGION)


def version_named(record: Record, name: str, reader: Reader) -> RecordVersion | None:
    """A version by its number, or "latest"; None where the reader may not have it."""
    versions = versions_for(record, reader)
    if name == "latest":
        return versions.first()
    if not name.isascii() or not name.isdigit() or len(name) > 9:
        return None
    return versions.filter(number=int(name)).first()
