"""What adapters hear when an original moves on, and taking it or leaving it.

News are a `Proposal` on the copy: its difference is what changed in the original since
the copy last followed it, as far as the copy's council may read it. Its states are in
`resources.machines`; the page is `resources.news_page`'s.
"""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from councils.changes import change_set
from councils.difference import (
    Change,
    Difference,
    apply,
    as_json,
    difference,
    from_json,
    state_of,
)
from councils.editing import values_at
from councils.kinds import Values
from councils.machines import decide, make_move
from councils.models.council import Council
from councils.models.person import User
from councils.models.proposal import Proposal, ProposalKind, ProposalState
from councils.models.record import OUT_OF_DRAFT, Publishing
from councils.notices import write_notice
from councils.permissions import Action, require
from councils.proposing import edits_wait, propose_edit
from councils.refusals import Refused
from councils.reports import answerers
from councils.withholding import standing_in, withheld_from
from resources.actions import findings_that_stand
from resources.adapting import copy_version, readers_of, travelling
from resources.current import (
    WAITS_FOR_APPROVAL,
    WAITS_FOR_MENDING,
    make_current,
)
from resources.kinds import RESOURCE
from resources.machines import BRING, TAKE_BACK, UPSTREAM
from resources.models import Adaptation, Resource, ResourceVersion
from resources.telling import tell_approvers

FILE = "current_version"


def tell_adapters(pks: Collection[int]) -> None:
    """Bring the news of these originals to whoever adapted them."""
    rows = Adaptation.objects.filter(original__in=pks)
    rows = rows.select_related("copy__lead", "original__lead", "by")
    for adaptation in rows.order_by("pk"):
        _bring(adaptation)


def waiting_news(copy: Resource) -> Proposal | None:
    """The news that wait for this copy's council, if there are any."""
    return Proposal.objects.filter(
        record=copy.pk, kind=ProposalKind.UPSTREAM, state=ProposalState.WAITING
    ).first()


def news_for(council: Council, reader: User) -> list[Proposal]:
    """The news that wait for a council's copies, the oldest first; one statement."""
    rows = Proposal.objects.visible_to(reader).filter(
        record__lead=council, kind=ProposalKind.UPSTREAM, state=ProposalState.WAITING
    )
    return list(rows.select_related("record", "council").order_by("sent_at"))


def _locked(news: Proposal | None) -> Proposal | None:
    """The news once nobody else moves them; None where somebody just has."""
    if news is None:
        return None
    rows = Proposal.objects.select_for_update(of=("self",))
    return rows.filter(pk=news.pk, state=ProposalState.WAITING).first()


def _bring(adaptation: Adaptation) -> None:
    """Write the news of one original anew, or take them back where there are none."""
    waiting = _locked(waiting_news(adaptation.copy))
    adaptation.refresh_from_db(fields=["version"])
    changes = _news(adaptation)
    if not changes:
        if waiting is not None:
            make_move(waiting, UPSTREAM, TAKE_BACK, by=None)
            _offer(adaptation, None)
        return
    if waiting is None:
        news = Proposal(
            record=adaptation.copy,
            kind=ProposalKind.UPSTREAM,
            made_by=adaptation.by,
            council=adaptation.original.lead,
        )
    else:
        news = waiting
        news.revision += 1
    news.base_version = adaptation.copy.version
    news.difference = as_json(changes)
    news.sent_at = timezone.now()
    news.save()
    _offer(adaptation, adaptation.original.version)
    if waiting is None:
        make_move(news, UPSTREAM, BRING, by=None)
    _tell(adaptation, news)


def _offer(adaptation: Adaptation, version: int | None) -> None:
    adaptation.offered_version = version
    adaptation.save(update_fields=["offered_version"])


def _news(adaptation: Adaptation) -> Difference:
    """What changed in an original, as far as the copy's council may read both states.

    What the copy says already is no news; an original that is out of reach, or a copy
    that was put away, has none.
    """
    original, copy = adaptation.original, adaptation.copy
    reader = readers_of(copy.lead)
    seen = Resource.objects.visible_to(reader).filter(
        pk=original.pk, publishing=Publishing.PUBLISHED
    )
    if copy.publishing == Publishing.RETIRED or not seen.exists():
        return []
    before = values_at(original, adaptation.version)
    after = values_at(original, original.version)
    held = {
        *withheld_from(before, reader, standing_in(after)),
        *withheld_from(after, reader),
    }
    mine = state_of(copy)
    changes = difference(
        travelling(before, reader, held), travelling(after, reader, held)
    )
    news = [change for change in changes if mine[change.field] != change.after]
    return [*news, *_file_news(adaptation, before, after)]


def _file_news(adaptation: Adaptation, before: Values, after: Values) -> Difference:
    """A newer file, which the copy is given as a version that is not current yet."""
    if not after[FILE] or after[FILE] == before[FILE]:
        return []
    original, copy = adaptation.original, adaptation.copy
    source = ResourceVersion.objects.get(resource=original.pk, number=after[FILE])
    kept = ResourceVersion.objects.filter(resource=copy.pk, sha256=source.sha256)
    made = kept.order_by("-number").first()
    if made is None:
        note = f"Version {source.number} of the file of {original.key}"
        made = copy_version(source, copy, by=adaptation.by, note=note)
    if made.number == copy.current_version:
        return []
    return [Change(FILE, copy.current_version, made.number)]


def _tell(adaptation: Adaptation, news: Proposal) -> None:
    """Tell who keeps the copy, and who made it while they are of its council.

    News that wait are told of once a day at most, however often the original changes.
    """
    original, copy = adaptation.original, adaptation.copy
    told = dict.fromkeys(answerers(copy), "you answer for the copy")
    maker = adaptation.by
    if maker.is_active and copy.lead_id in maker.council_ids:
        told[maker] = "you adapted it"
    differs = [_named(change.field) for change in from_json(news.difference)]
    for person, why in told.items():
        write_notice(
            person,
            reverse("resources:resource_news", args=[copy.key]),
            cause="resource.news",
            step=f"{copy.key}.{news.pk}.{timezone.localdate()}",
            subject=f"The original has changed: {copy.title}",
            body=f"{original.lead} has changed “{original.title}”, from which your"
            f" council adapted “{copy.title}” ({copy.key}).\n\nWhat is new:"
            f" {', '.join(differs)}.\n\nLook at it: take it, or keep yours as it is.",
            why=why,
        )


def _named(code: str) -> str:
    return "the file" if code == FILE else RESOURCE.label(code).lower()


def take_news(
    news: Proposal, codes: Collection[str], *, by: User, version: str, reason: str = ""
) -> None:
    """Take some of the news into the copy; the rest is settled as not wanted.

    Raises PermissionDenied, Outdated where either has moved since it was read, and
    Refused where nothing was chosen or the copy does not allow it.
    """
    require(by, Action.EDIT_RECORD, news.record)
    why = reason or _where_from(news)
    with change_set(by=by, reason=why), transaction.atomic():
        locked = UPSTREAM.lock(news)
        chosen = [c for c in from_json(locked.difference) if c.field in codes]
        if not chosen:
            raise Refused("Choose what to take, or keep yours as it is.")
        locked.difference = as_json(chosen)
        locked.save(update_fields=["difference"])
        decide(locked, UPSTREAM, "take", by=by, reason=why, version=version)


def decline_news(news: Proposal, *, by: User, version: str, reason: str = "") -> None:
    """Keep the copy as it is; only what the original changes from now on is news.

    Raises PermissionDenied, Outdated and Refused.
    """
    decide(news, UPSTREAM, "decline", by=by, reason=reason, version=version)


def _where_from(news: Proposal) -> str:
    adaptation = Adaptation.objects.select_related("original").get(copy=news.record_id)
    return f"Taken from {adaptation.original.key}, version {adaptation.offered_version}"


def carry_out(news: Proposal, by: User, reason: str) -> None:
    """Write what was chosen into the copy, as an edit of `by` or one that waits."""
    copy: Any = news.record
    now = state_of(copy)
    chosen = [
        Change(c.field, now[c.field], c.after) for c in from_json(news.difference)
    ]
    words = [c for c in chosen if c.field != FILE and c.before != c.after]
    try:
        if words and edits_wait(copy):
            propose_edit(copy, words, by=by, reason=reason)
        elif words:
            apply(copy, words, by=by, reason=reason)
    except ValidationError as fault:
        raise Refused(*fault.messages) from fault
    for change in chosen:
        if change.field == FILE:
            _take_file(copy, change.after, by)
    settle(news)


def _take_file(copy: Resource, number: int, by: User) -> None:
    """Give the copy's readers the new file, or let it wait as an uploaded one would."""
    rows = ResourceVersion.objects.filter(resource=copy.pk, number=number)
    rows.update(uploaded_by=by)
    version = rows.get()
    is_stopped = copy.publishing in OUT_OF_DRAFT and findings_that_stand(version)
    if edits_wait(copy) or is_stopped:
        why = WAITS_FOR_MENDING if is_stopped else WAITS_FOR_APPROVAL
        rows.update(state_reason=why)
        tell_approvers(version)
        return
    make_current(version, is_chosen=True)


def settle(news: Proposal) -> None:
    """From now on news are what changes after the version that was offered."""
    adaptation = Adaptation.objects.get(copy=news.record_id)
    adaptation.version = adaptation.offered_version or adaptation.version
    adaptation.offered_version = None
    adaptation.save(update_fields=["version", "offered_version"])
