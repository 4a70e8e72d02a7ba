"""Loads the demonstration: invented councils, people, products and entries with a past.

Loading again writes only the entries that are missing. How one entry came about is
`portal.loading.story`'s.
"""

from functools import partial
from typing import Any

from catalogue.actions import propose_product, propose_supplier
from catalogue.kinds import PRODUCT, SUPPLIER_KIND
from catalogue.models import UseCase
from councils.difference import difference, state_of
from councils.holds import hold_field
from councils.kinds import Kind
from councils.models import (
    Council,
    Ground,
    HoldAudience,
    Publishing,
    Role,
    Sharing,
    User,
)
from councils.models.change_set import Channel
from councils.models.council import Belonging
from councils.organisations import load_organisations, organisations_by_slug
from councils.proposing import propose_edit
from portal.loading import baseline, files
from portal.loading.entries import act, begin, begun_as, write_record
from portal.loading.files import Row
from portal.loading.people import load_people
from portal.loading.shelf import load_shelf
from portal.loading.starter import load_files
from portal.loading.story import SOURCE, Act, Edit, Story, days_ago, moment

BEGUN = 450
"""Days since the region's team wrote down the first products."""
PROPOSED = 12
"""Days since leads added the products that nobody has confirmed yet."""


def load_demonstration() -> dict[str, int]:
    """Write what is missing; returns how many of each sort were written."""
    councils = load_organisations(
        files.demonstration("councils"), is_demonstration=True
    )
    _give_the_region_a_mailbox()
    people = load_people(files.demonstration("people"))
    products = {**baseline.refs(), **_load_products(people)}
    stories = _missing_stories(people, products)
    acts = [a for story in stories.values() for a in story.acts()]
    acts += _edits(stories, people)
    acts += _holds(stories, people)
    for _, do in sorted(acts, key=lambda a: a[0]):
        do()
    _propose_edits(stories, people)
    shelf = load_shelf(people)
    written = {"councils": councils, "use cases": len(stories), "resources": shelf}
    return {**written, "files": load_files()}


def _give_the_region_a_mailbox() -> None:
    """Let the region's own team be written to, where nobody has entered its mailbox."""
    team = Council.objects.filter(belonging=Belonging.REGION, mailbox="")
    team.update(mailbox=files.demonstration("region")["mailbox"])


def _load_products(people: dict[str, User]) -> dict[str, Any]:
    """The demonstration's products by ref, made where they are missing."""
    content = files.demonstration("products")
    suppliers = _load_shared(SUPPLIER_KIND, content["suppliers"], {}, people)
    return _load_shared(PRODUCT, content["products"], suppliers, people)


def _load_shared(
    kind: Kind, rows: list[Row], suppliers: Row, people: dict[str, User]
) -> dict[str, Any]:
    by_ref: dict[str, Any] = {}
    found = begun_as(kind, [row["title"] for row in rows])
    for row in rows:
        record = found.get(row["title"])
        if record is None:
            record = _write_shared(kind, row, suppliers, people)
        by_ref[row["ref"]] = record
    return by_ref


def _write_shared(kind: Kind, row: Row, suppliers: Row, people: dict[str, User]) -> Any:
    values = {k: v for k, v in row.items() if k not in ("ref", "proposed_by")}
    if "supplier" in values:
        values["supplier"] = suppliers[values["supplier"]].key
    reason = f"New {kind.noun}"
    if "proposed_by" in row:
        person = people[row["proposed_by"]]
        propose = propose_product if kind is PRODUCT else propose_supplier
        at = moment(days_ago(PROPOSED), 10)
        with act(person, person.acting_for, reason, at, Channel.WEB):
            return propose(values, by=person)
    region = Council.objects.get(belonging=Belonging.REGION)
    moderator = _holder(people, region, Role.REGIONAL_MODERATOR)
    day = days_ago(BEGUN)
    states = {
        "publishing": Publishing.PUBLISHED,
        "sharing": Sharing.PUBLIC,
        "confirmed_on": day,
        "created_at": moment(day, 9),
    }
    with act(moderator, region, reason, moment(day, 9), Channel.WEB):
        record = write_record(kind, values, lead=region, states=states, ref=row["ref"])
        begin(record, "publishing", by=moderator, on=day)
    return record


def _holder(people: dict[str, User], council: Council, role: Role) -> User:
    """The demonstration's person who holds a role in a council."""
    return next(
        person for person in people.values() if role in person.roles_in(council.pk)
    )


def _missing_stories(
    people: dict[str, User], products: dict[str, Any]
) -> dict[str, Story]:
    known = set(
        UseCase.objects.filter(external_source=SOURCE).values_list(
            "external_id", flat=True
        )
    )
    councils = organisations_by_slug()
    region = next(c for c in councils.values() if c.belonging == Belonging.REGION)
    rows = [r for r in files.demonstration_use_cases() if r["ref"] not in known]
    return {
        row["ref"]: Story(
            row=row,
            lead=councils[row["lead"]],
            digital_lead=_holder(people, councils[row["lead"]], Role.DIGITAL_LEAD),
            moderator=_holder(people, region, Role.REGIONAL_MODERATOR),
            steward=people[row["steward"]] if row.get("steward") else None,
            product=products[row["product"]] if row.get("product") else None,
        )
        for row in rows
    }


def _edits(stories: dict[str, Story], people: dict[str, User]) -> list[Act]:
    """The acts of editing, each one change set; gives each story its own edits."""
    acts: list[Act] = []
    rows = files.demonstration("edits")
    for row in sorted(rows, key=lambda row: -row["days_ago"]):
        edited = [stories[ref] for ref in row["refs"] if ref in stories]
        at = moment(days_ago(row["days_ago"]), 11)
        edit = Edit(at, people[row["by"]], row["reason"], row["was"])
        for story in edited:
            story.edits.append(edit)
        if edited:
            acts.append((at, _editing(edit, edited)))
    return acts


def _propose_edits(stories: dict[str, Story], people: dict[str, User]) -> None:
    """The edits that wait for review, each of an entry written just now."""
    for row in files.demonstration("waiting-edits"):
        if row["ref"] not in stories:
            continue
        entry = UseCase.objects.get(pk=stories[row["ref"]].record.pk)
        changes = difference(state_of(entry), {**state_of(entry), **row["says"]})
        propose_edit(entry, changes, by=people[row["by"]], reason=row["reason"])


def _editing(edit: Edit, stories: list[Story]) -> Any:
    def do() -> None:
        with act(edit.by, edit.by.acting_for, edit.reason, edit.at, Channel.WEB):
            for story in stories:
                story.edit(edit)

    return do


def _holds(stories: dict[str, Story], people: dict[str, User]) -> list[Act]:
    """The acts of holding a field back, each one change set."""
    return [
        (moment(days_ago(row["days_ago"]), 13), partial(_hold, row, stories, people))
        for row in files.demonstration("holds")
        if row["ref"] in stories
    ]


def _hold(row: Row, stories: dict[str, Story], people: dict[str, User]) -> None:
    by, at = people[row["by"]], moment(days_ago(row["days_ago"]), 13)
    with act(by, by.acting_for, row["reason"], at, Channel.WEB):
        hold_field(
            stories[row["ref"]].record,
            row["field"],
            audience=HoldAudience(row["audience"]),
            ground=Ground(row["ground"]),
            review_on=days_ago(-row["review_in_days"]),
            by=by,
            reason=row["reason"],
        )
