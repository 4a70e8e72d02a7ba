"""Gives resources a file that has gone all its way, with the text of its pages.

For tests of what is found in files; how a file is received and read is not theirs.
"""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Max

from councils.changes import change_set
from councils.difference import lock
from councils.models import Sharing, User
from resources.models import Resource, ResourceVersion, ScanResult, VersionState
from resources.page_rows import write_pages
from tests.factories import share
from tests.resources.shelf import make_resource

Pages = dict[str, str]
"""{place: text}; a place that begins with "comments" is hidden."""


def give_file(
    resource: Resource, by: User, pages: Pages, *, current: bool = True, **given: Any
) -> ResourceVersion:
    """A ready version with these pages, which readers get unless told otherwise."""
    last = resource.files.aggregate(last=Max("number"))["last"] or 0
    whole = "\n".join(pages.values()).encode()
    version = ResourceVersion(
        resource=resource,
        number=last + 1,
        name="playbook.txt",
        detected_type="txt",
        size_bytes=len(whole),
        sha256=hashlib.sha256(whole).hexdigest(),
        scan=ScanResult.CLEAN,
        uploaded_by=by,
        **{"state": VersionState.READY, **given},
    )
    version.file.save("playbook.txt", ContentFile(whole), save=False)
    version.save()
    rows = [
        {
            "number": number,
            "place": place,
            "text": text,
            "is_hidden": place.startswith("comments"),
        }
        for number, (place, text) in enumerate(pages.items(), 1)
    ]
    write_pages(version.pk, rows)
    if current:
        with change_set(by=by):
            locked: Any = lock(resource)
            locked.current_version = version.number
            locked.save()
    return version


def filed(
    by: User,
    title: str,
    pages: Pages,
    *,
    sharing: Sharing | None = None,
    **values: Any,
) -> Resource:
    """A resource with a file; published when `sharing` is given."""
    made = make_resource(by, title, **values)
    give_file(made, by, pages)
    if sharing is not None:
        share(made, by, sharing)
    return Resource.objects.get(pk=made.pk)
