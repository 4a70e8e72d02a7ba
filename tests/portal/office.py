"""What tests of the back office share: its addresses, and rows of every table."""

from typing import Any

from django.contrib import admin
from django.urls import reverse

from catalogue.models import UseCase
from councils.audit import record_event
from councils.changes import change_set
from councils.invitations import invite_person
from councils.models import (
    AuditEvent,
    Notice,
    Proposal,
    ReviewInHand,
    Role,
    RoleMailbox,
    ScreeningOverride,
    Sharing,
    User,
)
from councils.reports import report_problem
from resources.adapting import adapt_resource
from resources.collections import add_step, make_collection
from resources.feedback import say_useful
from resources.models import Download, Resource, ResourceVersion
from resources.share_links import make_link
from resources.uses import attach_resource
from tests.cast import Cast, make_council, make_person
from tests.factories import hold, make_product, make_supplier, make_use_case, share
from tests.resources.shelf import shared_file

LOOKUPS = ("servicearea", "usergroup", "atrsfunction", "atrscapability")


def address(model: Any, page: str = "changelist", *args: Any) -> str:
    """The address of one of a model's pages in the back office."""
    return reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args
    )


def registered() -> list[Any]:
    """Every table that the back office shows, by name."""
    return sorted(admin.site._registry, key=lambda model: model.__name__)


def fill(cast: Cast, count: int) -> None:
    """Rows of every table that the region may see; the test is a demonstration."""
    _people_and_products(cast, count)
    original = shared_file(cast.neighbour, sharing=Sharing.REGION)
    with change_set(by=cast.lead):
        entries = [
            make_use_case(cast.lead, sharing=Sharing.REGION) for _ in range(count)
        ]
        copies = [_copy(original, entry, cast) for entry in entries]
    for number, (entry, copy) in enumerate(zip(entries, copies, strict=True)):
        _what_hangs_on(entry, cast)
        record_event(AuditEvent.SIGNED_IN, by=cast.lead, subject=cast.lead)
        Notice.objects.create(
            person=cast.lead, record_id=entry.pk, cause="x", step=str(number)
        )
        _shelf(copy, entry, cast)
    words = RoleMailbox.objects.count()
    for number in range(words, words + count):
        RoleMailbox.objects.create(word=f"word-{number}")
    for model in registered():
        if model._meta.model_name in LOOKUPS:
            start = model.objects.count()
            for number in range(start, start + count):
                model.objects.create(code=f"word-{number}", label=f"Word {number}")


def _people_and_products(cast: Cast, count: int) -> None:
    with change_set(by=cast.lead):
        supplier = make_supplier(cast.lead)
        for number in range(count):
            product = make_product(cast.lead, supplier=supplier.key)
            _propose(product, by=cast.lead)
            make_supplier(cast.lead)
            council = make_council(f"town{number}-{User.objects.count()}")
            made = make_person(f"lead{number}", council, Role.DIGITAL_LEAD)
            invite_person(
                email=f"not-yet-{made.email}",
                council=cast.northford,
                roles=["reader"],
                by=cast.admin,
            )


def _propose(record: Any, by: User) -> None:
    Proposal.objects.create(
        record_id=record.pk, kind="edit", base_version=1, difference=[], made_by=by
    )


def _what_hangs_on(entry: UseCase, cast: Cast) -> None:
    hold(entry, cast.lead, "result")
    ReviewInHand.objects.create(record_id=entry.pk, by=cast.lead)
    ScreeningOverride.objects.create(
        record_id=entry.pk,
        field="summary",
        finding="email",
        fingerprint="f",
        masked="a…",
        reason="A team",
        by=cast.lead,
    )
    report_problem(entry, wrong="old", words="Ended", by=cast.neighbour)


def _copy(original: Resource, entry: UseCase, cast: Cast) -> Resource:
    copy = adapt_resource(original, title=f"Ours for {entry.key}", by=cast.lead)
    copy.contact = "ai-team@northford.example"
    copy.save()
    share(copy, cast.lead, Sharing.REGION)
    return copy


def _shelf(copy: Resource, entry: UseCase, cast: Cast) -> None:
    _, link = make_link(copy, whom="An auditor", days=7, by=cast.lead)
    version = ResourceVersion.objects.get(resource=copy.pk)
    Download.objects.create(version=version, link=link)
    say_useful(copy, is_useful=True, by=cast.neighbour)
    attach_resource(copy, entry, by=cast.lead)
    made = make_collection(
        title=f"For {entry.key}", intro="First steps.", by=cast.moderator
    )
    add_step(made, key=copy.key, line="Read this", by=cast.moderator)
