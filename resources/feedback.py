"""Whether a resource was useful: saying so, and what those who keep it read of it.

How many said so is `resources.figures`'.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from councils.changes import change_set
from councils.models.person import User
from councils.notices import write_notice
from councils.refusals import Refused
from councils.reports import answerers
from resources.models import Feedback, Resource


def say_useful(
    resource: Resource, *, is_useful: bool, sentence: str = "", by: User
) -> Feedback:
    """Keep what one person found, in the place of what they said before.

    Its keeper is told once a person, and again where they write something else. Raises
    PermissionDenied where `by` belongs to no council, and Refused where they keep it.
    """
    if by.acting_for is None:
        raise PermissionDenied("Only members of a council can say so.")
    if by.pk in (resource.steward_id, resource.deputy_id):
        raise Refused("You keep this resource: let others say whether it helps.")
    words = " ".join(sentence.split())
    with change_set(by=by):
        before = Feedback.objects.filter(resource=resource.pk, by=by).first()
        said, _ = Feedback.objects.update_or_create(
            resource=resource,
            by=by,
            defaults={
                "council": by.acting_for,
                "is_useful": is_useful,
                "sentence": words,
                "at": timezone.now(),
            },
        )
        if before is None or (words and before.sentence != words):
            _tell(resource, said)
    return said


def _tell(resource: Resource, said: Feedback) -> None:
    """Tell who keeps it; the sentence stays on the page, as it may name somebody."""
    found = "useful" if said.is_useful else "not useful"
    for person in answerers(resource):
        write_notice(
            person,
            reverse("resources:resource_feedback", args=[resource.key]),
            cause="resource.feedback",
            step=f"{resource.key}.{said.pk}.{said.at:%Y%m%d%H%M%S}",
            subject=f"Somebody found it {found}: {resource.title}",
            body=f"Somebody at {said.council} found “{resource.title}” {found}. What"
            " they wrote, if anything, is on its page of feedback.",
            why="you answer for this resource",
        )


def reads_feedback(resource: Resource, reader: Any) -> bool:
    """Whether a reader is told what people wrote: the lead council's own are."""
    return isinstance(reader, User) and resource.lead_id in reader.council_ids


def feedback_on(resource: Resource, reader: User) -> list[Feedback]:
    """What people said, newest first; PermissionDenied beyond the lead council."""
    if not reads_feedback(resource, reader):
        raise PermissionDenied(f"Only {resource.lead} reads what people wrote.")
    rows = Feedback.objects.filter(resource=resource.pk)
    return list(rows.select_related("council"))
