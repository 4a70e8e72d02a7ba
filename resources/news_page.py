"""What the page of an original's news shows: what changed there, and what stands here.

Taking and declining are `resources.upstream`'s.
"""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from councils.difference import Change, from_json, state_of
from councils.history import DrawnChange, draw
from councils.kinds import Values
from councils.models.person import User
from councils.models.proposal import Proposal
from resources.kinds import RESOURCE
from resources.machines import UPSTREAM
from resources.models import Adaptation, Resource, ResourceVersion
from resources.reuse_forms import NewsForm
from resources.upstream import FILE


@dataclass(frozen=True)
class NewsRow:
    """One field of the news: how the original changed, and whether yours did too.

    `mine` is what stands in the copy where that is neither the old nor the new text.
    """

    code: str
    change: DrawnChange
    mine: DrawnChange | None
    file: ResourceVersion | None
    is_taken: bool

    @property
    def changes(self) -> list[DrawnChange]:
        return [self.change]

    @property
    def own_changes(self) -> list[DrawnChange]:
        return [self.mine] if self.mine else []


def news_page(
    copy: Resource, news: Proposal, by: User, given: QueryDict | None
) -> dict[str, Any]:
    """The page's context; what the council changed itself begins unticked."""
    changes = from_json(news.difference)
    now = state_of(copy)
    own = [c for c in changes if c.field != FILE and now[c.field] != c.before]
    taken = [c.field for c in changes if c not in own]
    if given is not None:
        taken = given.getlist("take")
    news.record = copy
    form = NewsForm(
        given,
        initial={"version": UPSTREAM.version_of(news)},
        choices=[(c.field, RESOURCE.label(c.field)) for c in changes],
    )
    adaptation = Adaptation.objects.select_related("original__lead", "by")
    seen = Resource.objects.visible_to(by).values("pk")
    return {
        "record": copy,
        "news": news,
        "form": form,
        "adaptation": adaptation.filter(original__in=seen).get(copy=copy.pk),
        "rows": [
            _row(copy, change, now, change in own, taken, by) for change in changes
        ],
    }


def _row(
    copy: Resource,
    change: Change,
    now: Values,
    is_own: bool,
    taken: list[str],
    by: User,
) -> NewsRow:
    before, after = ({**now, change.field: v} for v in (change.before, change.after))
    drawn = draw(copy, before, after, by)
    mine = draw(copy, before, now, by) if is_own else []
    file = None
    if change.field == FILE:
        rows = ResourceVersion.objects.filter(resource=copy.pk, number=change.after)
        file = rows.first()
    return NewsRow(
        change.field,
        drawn[0],
        mine[0] if mine else None,
        file,
        change.field in taken,
    )
