"""Choosing how a council's entries are reviewed, as an action.

Who then decides on what is `councils.permissions`'; the page is the council's.
"""

from councils.models.council import Council, Publisher
from councils.models.person import User
from councils.permissions import Action, require
from councils.refusals import Refused
from councils.waiting_words import unseen_by_region


def choose_review(
    council: Council, *, publisher: str, reviews_edits: bool, by: User
) -> Council:
    """Say who publishes for a council, and whether its edits wait.

    Raises PermissionDenied, and Refused where the region would be given to read what
    screening stops.
    """
    require(by, Action.CHOOSE_REVIEW, council)
    chosen = Council.objects.select_for_update().get(pk=council.pk)
    if publisher == Publisher.REGION and chosen.publisher != publisher:
        titles = unseen_by_region(chosen)
        if titles:
            raise Refused(
                "Screening found something in what waits for review. Decide on it "
                f"first: {', '.join(titles[:3])}"
            )
    chosen.publisher, chosen.reviews_edits = publisher, reviews_edits
    chosen.save()
    return chosen
