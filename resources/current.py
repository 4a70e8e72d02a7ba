"""Which version of a file readers get, and what keeps a newer one from them.

Writing it is part of a change set, so that history tells of it and screening is asked.
"""

from councils.changes import change_set
from councils.difference import lock
from councils.proposing import edits_wait
from resources.models.resource import Resource
from resources.models.version import ResourceVersion

WAITS_FOR_APPROVAL = (
    "It is ready and waits for an approver: your council looks at every change of what"
    " is published."
)
WAITS_FOR_MENDING = (
    "It is ready, but others do not get it yet: look at what was found in it."
)


def waits_for_approval(version: ResourceVersion) -> bool:
    """Whether an approver decides that readers get this version."""
    resource = Resource.objects.select_related("lead").get(pk=version.resource_id)
    return edits_wait(resource)


def make_current(version: ResourceVersion, *, is_chosen: bool = False) -> None:
    """Give readers this version if it is newer than theirs, or if it was chosen.

    Whoever calls this has asked who may. Raises Sensitive where others would then read
    what no approver has let through.
    """
    with change_set():
        resource = lock(version.resource)
        if is_chosen or (resource.current_version or 0) < version.number:
            resource.current_version = version.number
            resource.save()
        ResourceVersion.objects.filter(pk=version.pk).update(state_reason="")
