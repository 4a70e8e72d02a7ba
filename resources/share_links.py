"""Links by which named people without an account get a resource's current file.

A link follows the current version, is open until a day, and can be revoked. Sending the
file is `resources.downloads`'.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from councils.changes import change_set
from councils.difference import lock
from councils.findings import what_screening_asks
from councils.models.person import User
from councils.models.record import Publishing
from councils.permissions import Action, require
from councils.refusals import Refused
from resources.models import Resource, ResourceVersion, ShareLink, VersionState

LONGEST_DAYS = 90
NO_FILE = "There is no file to share yet."
NOT_PUBLISHED = "Publish it first, in your own council at least, so that it was read."


def make_link(
    resource: Resource, *, whom: str, days: int, by: User
) -> tuple[str, ShareLink]:
    """Make a link for somebody named; returns its secret, which is kept nowhere.

    Raises PermissionDenied, and Refused where there is no file that outsiders may have.
    """
    require(by, Action.SHARE_RECORD, resource)
    if not whom.strip():
        raise Refused("Say whom the link is for: it is kept with each use.")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused(f"A link lasts from one day to {LONGEST_DAYS} days.")
    with change_set(by=by):
        locked: Resource = lock(resource)
        missing = why_no_file(locked)
        if missing:
            raise Refused(*missing)
        secret = secrets.token_urlsafe(24)
        link = ShareLink.objects.create(
            resource=locked,
            digest=digest_of(secret),
            whom=" ".join(whom.split()),
            expires_at=timezone.now() + timedelta(days=days),
            made_by=by,
        )
    return secret, link


def revoke_link(link: ShareLink, *, by: User) -> None:
    """Close a link now; closing one that is closed changes nothing."""
    require(by, Action.SHARE_RECORD, link.resource)
    ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=by
    )


def link_of(secret: str) -> ShareLink | None:
    """The open link with this secret, whose resource still has a file to give."""
    found = (
        ShareLink.objects.filter(digest=digest_of(secret))
        .select_related("resource__lead")
        .first()
    )
    if found is None or not found.is_open or why_no_file(found.resource):
        return None
    return found


def file_of(link: ShareLink) -> ResourceVersion | None:
    """The current version of the file that a link leads to."""
    return ResourceVersion.objects.filter(
        resource=link.resource_id,
        number=link.resource.current_version or 0,
        state=VersionState.READY,
    ).first()


def why_no_file(resource: Resource) -> list[str]:
    """What stands in the way of giving outsiders the current file, as sentences."""
    if resource.current_version is None:
        return [NO_FILE]
    if resource.publishing != Publishing.PUBLISHED:
        return [NOT_PUBLISHED]
    return what_screening_asks(resource, goes_beyond=True)


def digest_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
