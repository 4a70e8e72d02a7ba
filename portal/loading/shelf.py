"""Loads the demonstration's resources: written, adapted by a neighbour, then changed.

Loading again writes only the resources that are missing, each with what happened since.
"""

from typing import Any

from councils.difference import apply, difference, state_of
from councils.models import Publishing, Sharing, User
from councils.models.change_set import Channel
from councils.readers import acting_council
from portal.loading import files
from portal.loading.entries import act, begin, begun_as, write_record
from portal.loading.files import Row
from portal.loading.story import days_ago, moment
from resources.adapting import adapt_resource
from resources.feedback import say_useful
from resources.kinds import RESOURCE
from resources.models import Resource

APART = ("by", "days_ago", "sharing", "adapted", "edits", "useful")
"""What a row says beside the fields of its resource."""


def load_shelf(people: dict[str, User]) -> int:
    """Write what is missing; returns how many resources were written."""
    rows = files.demonstration("resources")
    found = begun_as(RESOURCE, [row["title"] for row in rows])
    missing = [row for row in rows if row["title"] not in found]
    for row in missing:
        _write(row, people)
    return len(missing)


def _write(row: Row, people: dict[str, User]) -> None:
    by = people[row["by"]]
    day = days_ago(row["days_ago"])
    with act(by, by.acting_for, "New resource", moment(day, 10), Channel.WEB):
        made: Any = write_record(
            RESOURCE,
            {
                "licence": "ogl",
                "steward": by.pk,
                **{k: v for k, v in row.items() if k not in APART},
            },
            lead=acting_council(by),
            states={
                "publishing": Publishing.PUBLISHED,
                "sharing": Sharing(row["sharing"]),
                "created_at": moment(day, 10),
            },
            ref=row["title"],
        )
        begin(made, "publishing", by=by, on=day)
    for copied in row.get("adapted", ()):
        _adapt(made, copied, people[copied["by"]])
    for edit in row.get("edits", ()):
        _edit(made, edit, people[edit["by"]])
    for said in row.get("useful", ()):
        person = people[said["by"]]
        sentence = said["sentence"]
        say_useful(made, is_useful=said["is_useful"], sentence=sentence, by=person)


def _adapt(original: Resource, row: Row, by: User) -> None:
    at = moment(days_ago(row["days_ago"]), 14)
    reason = f"Adapted from {original.key}"
    with act(by, by.acting_for, reason, at, Channel.WEB):
        adapt_resource(original, title=row["title"], by=by)


def _edit(resource: Resource, row: Row, by: User) -> None:
    at = moment(days_ago(row["days_ago"]), 11)
    with act(by, by.acting_for, row["reason"], at, Channel.WEB):
        now = state_of(resource)
        changes = difference(now, {**now, **row["says"]})
        apply(resource, changes, by=by, reason=row["reason"])
