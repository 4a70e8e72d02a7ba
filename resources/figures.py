"""How often resources were fetched, adapted and found useful, and who uses them.

Figures are for signed-in readers: strangers' pages are kept, so that they show none
that grows by reading. What people wrote is `resources.feedback`'s.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from catalogue.models import UseCase
from councils.models.council import Belonging, Membership
from resources.models import Adaptation, Download, Feedback, Resource, ResourceUse

MOST_NAMED = 4


@dataclass(frozen=True)
class Useful:
    """How many people said that a resource was useful, of all who said anything."""

    yes: int
    asked: int


@dataclass(frozen=True)
class Figures:
    """How often one resource was fetched, adapted and found useful, and who uses it.

    `councils` are names of those who have adapted it, or a use case of theirs names it.
    """

    downloads: int
    adaptations: int
    useful: Useful
    councils: list[str]
    has_said: bool = False
    """Whether the reader has said already whether it was useful."""

    @property
    def used_by(self) -> str:
        """The first of the councils, and how many more there are."""
        more = len(self.councils) - MOST_NAMED
        named = ", ".join(self.councils[:MOST_NAMED])
        return f"{named} and {more} more" if more > 0 else named

    @property
    def words(self) -> str:
        """Those that are not nought, in a line."""
        said = [
            f"{done} {_times(count)}"
            for done, count in (
                ("fetched", self.downloads),
                ("adapted", self.adaptations),
            )
            if count
        ]
        if self.useful.asked:
            said.append(f"found useful by {self.useful.yes} of {self.useful.asked}")
        return ", ".join(said or ["not fetched or adapted yet"]).capitalize()


def _times(count: int) -> str:
    return f"{count:,} time{'' if count == 1 else 's'}"


def figures_for(keys: Collection[str], reader: Any) -> dict[str, Figures]:
    """{key: figures} of the resources that `reader` may see: one statement.

    Adaptations are counted, and councils named, where `reader` may see the copy or the
    use case.
    """
    mine = OuterRef("pk")
    seen = Resource.objects.visible_to(reader)
    copies = Adaptation.objects.filter(
        Exists(seen.filter(pk=OuterRef("copy"))), original=mine
    )
    adapters = copies.exclude(copy__lead=F("original__lead"))
    use_cases = UseCase.objects.visible_to(reader)
    uses = ResourceUse.objects.filter(
        Exists(use_cases.filter(pk=OuterRef("use_case"))), resource=mine, ended_at=None
    )
    said = Feedback.objects.filter(resource=mine)
    found = seen.filter(key__in=keys).values_list(
        "key",
        _count(_fetched_by_others(mine), "version__resource"),
        _count(copies, "original"),
        _count(said.filter(is_useful=True), "resource"),
        _count(said, "resource"),
        Exists(said.filter(by=reader.pk)),
        ArraySubquery(adapters.order_by().values("copy__lead__short_name")),
        ArraySubquery(uses.order_by().values("use_case__lead__short_name")),
    )
    return {
        key: Figures(
            fetched, adapted, Useful(yes, asked), sorted({*ours, *theirs}), has_said
        )
        for key, fetched, adapted, yes, asked, has_said, ours, theirs in found
    }


def _fetched_by_others(resource: OuterRef) -> Any:
    """Who fetched a file to use it: not its own council, and not who reviews it."""
    own_or_reviewer = Membership.objects.filter(
        Q(council=OuterRef("version__resource__lead"))
        | Q(council__belonging=Belonging.REGION),
        user=OuterRef("by"),
    )
    fetched = Download.objects.filter(version__resource=resource)
    return fetched.exclude(Exists(own_or_reviewer))


def _count(rows: Any, of: str) -> Any:
    counted = rows.order_by().values(of).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
