"""What the list of use cases offers besides filters: figures by stage, columns.

The filters themselves are `catalogue.filters`.
"""

from dataclasses import dataclass

from django.http import QueryDict

from catalogue.filters import UseCaseFilter
from catalogue.models.choices import STAGE_MEANINGS, Stage
from catalogue.search_rows import code_of
from councils.listing import address

COLUMNS = {
    "stage": "Stage",
    "lead": "Council",
    "product": "Product",
    "service_areas": "Service areas",
    "sensitivity": "Data sensitivity",
    "readiness": "Reuse",
    "verified_on": "Last confirmed",
    "ai_types": "AI types",
    "collaboration": "Work together",
    "setup_cost": "Cost to set up",
    "running_cost": "Cost to run",
    "contract_ends_on": "Contract ends",
    "oversight": "Human oversight",
    "result": "Result",
}
FIRST_COLUMNS = (
    "stage",
    "lead",
    "product",
    "service_areas",
    "sensitivity",
    "verified_on",
)


@dataclass(frozen=True)
class StageFigure:
    """How many entries of the list stand at one stage, and that list."""

    stage: Stage
    label: str
    meaning: str
    count: int
    url: str
    is_chosen: bool


def stage_figures(listed: UseCaseFilter, query: QueryDict) -> list[StageFigure]:
    """The counts by stage, each ignoring which stages are chosen."""
    counts = listed.counts("stage")
    chosen = set() if listed.faults else set(listed.chosen["stage"])
    return [
        StageFigure(
            stage,
            str(stage.label),
            STAGE_MEANINGS[stage],
            counts[code_of(Stage, stage)],
            address(query, stage=stage.value, page=None),
            code_of(Stage, stage) in chosen,
        )
        for stage in (Stage.SCAN, Stage.PILOT, Stage.SCALE)
    ]


def chosen_columns(query: QueryDict) -> dict[str, str]:
    """The columns of the dense table: those asked for, or the usual ones."""
    asked = [name for name in query.getlist("column") if name in COLUMNS]
    return {name: COLUMNS[name] for name in asked or FIRST_COLUMNS}
