"""Tells people of a version: whoever uploaded it, and whoever decides about it.

Writing and sending notices is `councils.notices`'.
"""

from django.urls import reverse

from councils.notices import write_notice
from councils.publishing import approvers_of
from councils.reports import answerers
from resources.models.resource import Resource
from resources.models.version import ResourceVersion


def tell_approvers(version: ResourceVersion) -> None:
    """Tell whoever decides about a resource that a version waits for them."""
    resource = Resource.objects.select_related("lead").get(pk=version.resource_id)
    for person in approvers_of(resource):
        write_notice(
            person,
            resource,
            cause="resource.version",
            step=str(version.number),
            subject=f"A new version waits: {resource.title}",
            body=f"{version.uploaded_by} uploaded version {version.number} of "
            f"“{resource.title}”. Readers get it once you have looked at it on its "
            "Versions page.",
            why="you approve what your council shares",
        )


def tell_refused(version: ResourceVersion, reason: str) -> None:
    """Tell whoever uploaded a file that it was refused, and why.

    Where they have left the council since, whoever answers for the resource hears.
    """
    resource = Resource.objects.select_related("lead").get(pk=version.resource_id)
    uploader = version.uploaded_by
    told = {uploader: "you uploaded this file"}
    if not (uploader.is_active and resource.lead_id in uploader.council_ids):
        told = dict.fromkeys(answerers(resource), "you answer for this resource")
    for person, why in told.items():
        write_notice(
            person,
            resource,
            cause="resource.refused",
            step=str(version.number),
            subject=f"A file was refused: {resource.title}",
            body=f"“{version.name}”, version {version.number} of “{resource.title}”, "
            f"was refused:\n\n{reason}\n\nThe file was deleted. Nobody else was shown "
            "it, and what readers had before stays as it is.",
            why=why,
            path=reverse("resources:resource_versions", args=[resource.key]),
        )
