"""Which versions of a file a reader may have, and which one they get.

The record itself was fetched through `visible_to` before; sending is `downloads`'.
"""

from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from councils.history import versions_for
from councils.models.person import User
from councils.permissions import Action, can
from resources.adapting import kin_of
from resources.kinds import RESOURCE
from resources.models import Resource, ResourceVersion, VersionState


def sees_unpublished_files(resource: Resource, reader: Any) -> bool:
    """Whether a reader keeps this resource, and so sees every version on its way."""
    if not isinstance(reader, User):
        return False
    is_own = resource.lead_id in reader.council_ids
    return is_own and (
        can(reader, Action(RESOURCE.edits), resource)
        or can(reader, Action.APPROVE_RECORD, resource)
    )


def listed_versions(resource: Resource, reader: Any) -> QuerySet[ResourceVersion]:
    """The versions that a reader is shown: whoever keeps the resource sees refused
    ones and those on their way too. Newest first."""
    rows = ResourceVersion.objects.filter(resource=resource.pk)
    if not sees_unpublished_files(resource, reader):
        rows = readable_versions(resource, reader)
    return rows.select_related("uploaded_by").order_by("-number")


def readable_versions(resource: Resource, reader: Any) -> QuerySet[ResourceVersion]:
    """The ready versions whose file a reader may have.

    A file is read by others only once it was current in a version of the record that
    they may read; by approvers also while it waits for them.
    """
    rows = ResourceVersion.objects.filter(
        resource=resource.pk, state=VersionState.READY
    )
    if sees_unpublished_files(resource, reader):
        return rows
    if isinstance(reader, User) and can(reader, Action.APPROVE_RECORD, resource):
        waits = rows.filter(findings=[], number__gt=resource.current_version or 0)
        return waits | rows.filter(number__in=_once_current(resource, reader))
    return rows.filter(number__in=_once_current(resource, reader))


def _once_current(resource: Resource, reader: Any) -> QuerySet[Any, Any]:
    """The numbers that the versions of the record name which this reader may have."""
    number = Cast(KT("snapshot__current_version"), IntegerField())
    return (
        versions_for(resource, reader)
        .order_by()
        .annotate(file_number=number)
        .filter(file_number__isnull=False)
        .values("file_number")
    )


def current_file(resource: Resource, reader: Any) -> ResourceVersion | None:
    """The version that the resource's address gives a reader now, if there is one."""
    if resource.current_version is None:
        return None
    rows = readable_versions(resource, reader)
    return rows.filter(number=resource.current_version).first()


def current_and_newest(
    resource: Resource,
) -> tuple[ResourceVersion | None, ResourceVersion | None]:
    """The current version and the one uploaded last, for whoever keeps the resource."""
    rows = ResourceVersion.objects.filter(resource=resource.pk)
    last = rows.order_by("-number").values("number")[:1]
    current = Q(number=resource.current_version, state=VersionState.READY)
    found = list(rows.filter(current | Q(number__in=last)).order_by("number"))
    ready = (v for v in found if v.state == VersionState.READY)
    of_now = next((v for v in ready if v.number == resource.current_version), None)
    return of_now, (found[-1] if found else None)


def elsewhere(version: ResourceVersion, reader: Any) -> list[Resource]:
    """Other resources that a reader may see and whose current file is the same one.

    Copies and their originals are left out: they were made to have it.
    """
    if not version.sha256:
        return []
    rows = Resource.objects.visible_to(reader).filter(
        files__sha256=version.sha256, files__number=F("current_version")
    )
    return list(rows.exclude(pk__in=kin_of(version.resource)).order_by("pk"))
