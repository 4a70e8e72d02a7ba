"""What the catalogue offers to the pages of councils, which know nothing of use cases.

The counting is `catalogue.council_work`.
"""

from dataclasses import dataclass
from typing import Any

from django import template

from catalogue.choosing import StageFigure
from catalogue.council_work import (
    contacts_of,
    drafts_of,
    entries_of,
    newest_by_stage,
    stages_by_council,
    stale_entries,
    stewards_of,
)
from catalogue.models import Stage
from catalogue.overview import (
    ShownCard,
    StageCounts,
    council_figures,
    count_stages,
    list_url,
    stage_figures,
)
from councils.models.council import Council
from councils.permissions import Action, can

register = template.Library()

STAGES_FIRST = (Stage.SCALE, Stage.PILOT, Stage.SCAN, Stage.NOT_STATED)


@dataclass(frozen=True)
class CouncilRow:
    """One council of the list, with its entries by stage."""

    council: Council
    figures: list[StageFigure]


@dataclass(frozen=True)
class CouncilTable:
    """The councils down and the stages across, “not stated” where any entry is so."""

    stages: list[Stage]
    rows: list[CouncilRow]


@dataclass(frozen=True)
class StageGroup:
    """A few cards of one stage; `rest` counts those that the list has besides."""

    figure: StageFigure
    cards: list[ShownCard]
    rest: int


@register.simple_tag(takes_context=True)
def councils_by_stage(context: dict[str, Any], councils: list[Council]) -> CouncilTable:
    """How many entries each council has at every stage, as its own page counts."""
    counted = stages_by_council(context["request"].user)
    totals = sum(counted.values(), start=StageCounts())
    rows = []
    for council in councils:
        counts = counted.get(council.pk, StageCounts())
        figures = council_figures(counts, totals, council=council.slug)
        rows.append(CouncilRow(council, figures))
    return CouncilTable([figure.stage for figure in stage_figures(totals)], rows)


@register.simple_tag(takes_context=True)
def council_activity(context: dict[str, Any], council: Council) -> dict[str, Any]:
    """What one council does with AI, and what its own people do next."""
    reader = context["request"].user
    counts = count_stages(entries_of(council, reader))
    figures = stage_figures(counts, council=council.slug)
    grouped = newest_by_stage(council, reader)
    is_own = reader.is_authenticated and council.pk in reader.council_ids
    return {
        "figures": figures,
        "total": counts.total(),
        "list_url": list_url(council=council.slug),
        "groups": _groups(figures, dict(grouped)),
        "is_own": is_own,
        "may_add": can(reader, Action.CREATE_RECORD, council),
        "stale": stale_entries(council, reader) if is_own else None,
        "drafts": drafts_of(council, reader) if is_own else None,
    }


def _groups(
    figures: list[StageFigure], cards: dict[Stage, list[ShownCard]]
) -> list[StageGroup]:
    """The stages that have entries, furthest first; “not stated” comes last."""
    furthest = sorted(figures, key=lambda f: STAGES_FIRST.index(f.stage))
    return [
        StageGroup(figure, cards[figure.stage], figure.count - len(cards[figure.stage]))
        for figure in furthest
        if figure.stage in cards
    ]


@register.simple_tag(takes_context=True)
def council_people(context: dict[str, Any], council: Council) -> dict[str, Any]:
    """Who to talk to: mailboxes for everybody, stewards' names for members."""
    reader = context["request"].user
    return {
        "contacts": contacts_of(council, reader),
        "stewards": stewards_of(council, reader),
    }
