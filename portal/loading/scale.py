"""Makes any number of varied, invented use cases, the same for the same seed.

Facets cluster as real ones do: a sort of tool has its products, services and people.
Only invented councils hold them. Words are `portal/data/scale.yaml`'s, writing is
`councils.bulk`'s.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from catalogue.models import UseCase
from catalogue.models.choices import (
    Answer,
    Collaboration,
    CostBand,
    Deployment,
    HostingRegion,
    ModelSize,
    Oversight,
    Readiness,
    Route,
    Sensitivity,
    Skill,
    Stage,
    Status,
    StatusReason,
    WorkType,
)
from catalogue.models.columns import SUMMARY_LIMIT
from councils.models import Council, Publishing, Sharing
from portal.loading import files
from portal.loading.files import Row

WORDS = Path("portal/data/scale.yaml")
LAST_DAY = date(2026, 10, 31)
ANSWERS: dict[Any, list[str]] = {
    answers: list(answers.values)
    for answers in (
        Answer,
        Collaboration,
        CostBand,
        Deployment,
        HostingRegion,
        ModelSize,
        Oversight,
        Readiness,
        Route,
        Skill,
        StatusReason,
        WorkType,
    )
}
COMMON, SELDOM, RARE = "assistant", "translation", "lichen"
COMMON_LINE = "Colleagues call it their {word} and ask it before they ask each other."
SELDOM_LINE = "A {word} of every letter is kept with the case, in both languages."
RARE_LINE = "One unplanned use was telling {word} from damage on old stone walls."


def skewed(rng: Random, items: list[Any]) -> Any:
    """One of the items, the first ones far oftener: the n-th about 1/n as often."""
    return rng.choices(items, [1 / place for place in range(1, len(items) + 1)])[0]


def some(rng: Random, items: list[Any], at_least: int = 0) -> list[Any]:
    """A few different items, the first ones oftener, in the items' order."""
    count = max(at_least, rng.choices((0, 1, 2, 3), (15, 45, 28, 12))[0])
    chosen = {skewed(rng, items) for _ in range(count)}
    return [item for item in items if item in chosen]


@dataclass(frozen=True)
class Made:
    """One entry that is not written yet, its links, and the log of its stage."""

    record: UseCase
    links: dict[str, list[int]]
    stages: list[tuple[str, date]]


@dataclass
class Maker:
    """Makes entries, one after the other, from one seed."""

    seed: int
    councils: list[Council]
    products: dict[str, int]
    bits: dict[str, dict[str, int]]
    labels: dict[str, str]

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)  # noqa: S311  variety, not secrecy
        self.made = 0

    @cached_property
    def words(self) -> Row:
        found: Row = files.read(WORDS)
        return found

    def batches(self, count: int, size: int) -> Iterator[list[Made]]:
        """`count` entries in lists of at most `size`."""
        entries = (self.entry() for _ in range(count))
        while batch := list(islice(entries, size)):
            yield batch

    def entry(self) -> Made:
        """The next entry."""
        rng, sorts = self.rng, self.words["sorts"]
        sort = rng.choices(sorts, [sort["share"] for sort in sorts])[0]
        areas = some(rng, sort["areas"], at_least=1)
        groups = some(rng, sort["groups"], at_least=1)
        lead = skewed(rng, self.councils)
        partners = []
        if rng.random() < 0.12:
            partners = [skewed(rng, self.councils) for _ in range(rng.randint(1, 2))]
        created = self._created()
        record = UseCase(
            lead=lead,
            created_at=created,
            updated_at=created,
            publishing=Publishing.PUBLISHED,
            **self._texts(sort, areas[0], groups[0], lead),
            **self._facets(sort),
            **self._progress(created),
            **self._details(lead),
        )
        return Made(
            record,
            {
                "partners": sorted({c.pk for c in partners} - {lead.pk}),
                "service_areas": self._rows("service_areas", areas),
                "user_groups": self._rows("user_groups", groups),
                "atrs_functions": self._rows(
                    "atrs_functions", some(rng, sort["functions"])
                ),
                "atrs_capabilities": self._rows(
                    "atrs_capabilities", some(rng, sort["capabilities"])
                ),
            },
            self._log(record.stage, created),
        )

    def _rows(self, name: str, codes: list[str]) -> list[int]:
        return [self.bits[name][code] for code in codes]

    def _created(self) -> datetime:
        """A moment of the last three years, later ones oftener."""
        days = int(1_000 * self.rng.random() ** 1.6)
        day = LAST_DAY - timedelta(days=days)
        at = datetime.combine(day, time(9, self.rng.randrange(60)))
        return timezone.make_aware(at)

    def _texts(self, sort: Row, area: str, group: str, lead: Council) -> dict[str, str]:
        rng = self.rng
        self.made += 1
        filled = {"area": self.labels[area], "group": self.labels[group].lower()}
        filled["council"] = lead.short_name
        lines = [rng.choice(sort["lines"]), rng.choice(sort["lines"])]
        extra = self._keywords(sort)
        name = " ".join(dict.fromkeys([*lines, *extra[:1]]))
        title = sort["title"].format(**filled)
        if extra and COMMON in extra[0] and rng.random() < 0.5:
            title = f"{title}: an {COMMON} for {filled['group']}"
        return {
            "title": f"{title}, {lead.short_name} {self.made % 997}",
            "result": self._sentences("results", 1, filled)[:160],
            "summary": name[:SUMMARY_LIMIT],
            "challenge": self._sentences("challenge", 4, filled),
            "solution": " ".join([self._sentences("solution", 5, filled), *extra[1:]]),
            "results": self._sentences("results", 4, filled),
            "learnings": self._sentences("learnings", 3, filled),
        }

    def _keywords(self, sort: Row) -> list[str]:
        """Sentences with the words whose share is known: 30, 2 and 0.1 in 100."""
        rng, lines = self.rng, []
        is_desk = sort["share"] == 25
        if is_desk or rng.random() < 0.0667:
            lines.append(COMMON_LINE.format(word=COMMON))
        if sort["share"] == 1.5 or rng.random() < 0.0051:
            lines.append(SELDOM_LINE.format(word=SELDOM))
        if rng.random() < 0.001:
            lines.append(RARE_LINE.format(word=RARE))
        return lines

    def _sentences(self, part: str, count: int, filled: dict[str, str]) -> str:
        rng = self.rng
        chosen = rng.sample(self.words[part], min(count, len(self.words[part])))
        return " ".join(
            line.format(
                n=12 + int(79 * drawn),
                m=2 + int(9_973 * drawn) % 10,
                p=3 + int(7_919 * drawn) % 38,
                w=4 + int(6_007 * drawn) % 23,
                year=2023 + int(5_003 * drawn) % 4,
                **filled,
            )
            for line, drawn in ((line, rng.random()) for line in chosen)
        )

    def _facets(self, sort: Row) -> dict[str, Any]:
        rng = self.rng
        product = None
        if rng.random() < 0.82:
            product = self.products[skewed(rng, sort["products"])]
        types = sort["ai_types"]
        return {
            "product_id": product,
            "ai_types": types if rng.random() < 0.7 else types[:1],
            "sensitivity": skewed(rng, sort["sensitivity"])
            if rng.random() < 0.9
            else Sensitivity.NOT_KNOWN,
            "readiness": some(rng, ANSWERS[Readiness]),
            "collaboration": some(rng, ANSWERS[Collaboration]),
        }

    def _progress(self, created: datetime) -> dict[str, Any]:
        rng = self.rng
        stage = rng.choices((Stage.SCAN, Stage.PILOT, Stage.SCALE), (50, 35, 15))[0]
        status = rng.choices(list(Status), (86, 6, 8))[0]
        reason = ""
        if status != Status.ACTIVE:
            reason = skewed(rng, ANSWERS[StatusReason])
        verified = None
        if rng.random() < 0.8:
            verified = LAST_DAY - timedelta(days=int(400 * rng.random() ** 2))
            verified = max(verified, created.date())
        sharing = rng.choices(
            (Sharing.PUBLIC, Sharing.REGION, Sharing.OWN), (90, 7, 3)
        )[0]
        return {
            "stage": stage,
            "status": status,
            "status_reason": reason,
            "verified_on": verified,
            "sharing": sharing,
        }

    def _details(self, lead: Council) -> dict[str, Any]:
        rng = self.rng
        return {
            "contact": lead.mailbox,
            "personal_data": rng.choice(ANSWERS[Answer]),
            "special_category": rng.choice(ANSWERS[Answer]),
            "oversight": skewed(rng, ANSWERS[Oversight]),
            "work_type": rng.choice(ANSWERS[WorkType]),
            "solely_automated": rng.choices(ANSWERS[Answer], (2, 90, 8))[0],
            "deployment": skewed(rng, ANSWERS[Deployment]),
            "hosting_region": skewed(rng, ANSWERS[HostingRegion]),
            "model_size": rng.choice(ANSWERS[ModelSize]),
            "requests_per_month": int(10 ** (2 + 3 * rng.random())),
            "answer_tokens": rng.randrange(50, 1500),
            "setup_cost": rng.choice(ANSWERS[CostBand]),
            "running_cost": rng.choice(ANSWERS[CostBand]),
            "route": rng.choice(ANSWERS[Route]),
            "skill_needed": rng.choice(ANSWERS[Skill]),
        }

    def _log(self, stage: str, created: datetime) -> list[tuple[str, date]]:
        """The stages that led to this one, each some weeks after the other."""
        path = [Stage.SCAN, Stage.PILOT, Stage.SCALE]
        reached = path[: path.index(Stage(stage)) + 1]
        day = created.date()
        log = []
        for step in reached:
            log.append((str(step), min(day, LAST_DAY)))
            day += timedelta(days=self.rng.randrange(40, 200))
        return log
