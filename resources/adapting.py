"""Making a copy of a resource for one's own council, which remembers where it is from.

What happens when the original moves on is `resources.upstream`'s.
"""

import uuid
from typing import Any

from django.db.models import Max
from django.db.models.fields.related import ForeignObject
from django.utils import timezone

from councils.changes import change_set
from councils.difference import lock
from councils.editing import values_at
from councils.kinds import Values
from councils.models.council import Council
from councils.models.person import User
from councils.models.record import Publishing, Record
from councils.permissions import Action, require
from councils.present import AudienceReader
from councils.readers import acting_council
from councils.refusals import Refused
from councils.withholding import withheld_from
from resources.actions import create_resource
from resources.kinds import RESOURCE
from resources.models import Adaptation, Licence, Resource, ResourceVersion
from resources.page_rows import copy_pages

STAYS = frozenset({"partners", "contact", "steward", "deputy", "review_on"})
"""What each council says of its own copy: whom it is kept by, and until when."""
TRAVELS = tuple(code for code in RESOURCE.editable if code not in STAYS)


def readers_of(council: Council) -> AudienceReader:
    """Anybody who belongs to this council alone: what they may read may travel."""
    return AudienceReader.of(council.pk, council.slug)


def travelling(values: Values, reader: AudienceReader, withheld: Any = ()) -> Values:
    """The fields of an original's state that may go to the council of `reader`.

    Left out is what is held back from them, `withheld` besides; of the records that a
    field names, only those that they may see are.
    """
    held = {*withheld_from(values, reader), *withheld}
    wanted = {c: values[c] for c in TRAVELS if c in values and c not in held}
    return {code: _seen(code, value, reader) for code, value in wanted.items()}


def _seen(code: str, value: Any, reader: AudienceReader) -> Any:
    """A value without the records that this reader may not see."""
    found = RESOURCE.model_field(RESOURCE.fields[code])
    is_reference = isinstance(found, ForeignObject) or found.many_to_many
    if not value or not is_reference or not issubclass(found.related_model, Record):
        return value
    keys = [value] if isinstance(value, str) else value
    rows = Record.objects.visible_to(reader).filter(key__in=keys)
    seen = set(rows.values_list("key", flat=True))
    if isinstance(value, str):
        return value if value in seen else None
    return [key for key in value if key in seen]


def missing_for_adapting(
    original: Resource,
    council: Council,
    *,
    has_agreed: bool = True,
    sees: bool = False,
) -> list[str]:
    """What stands in the way of a copy in this council, as sentences.

    `sees`: it is known already that the council sees the original.
    """
    if original.publishing != Publishing.PUBLISHED:
        return ["Only what is published now can be adapted."]
    rows = Resource.objects.visible_to(readers_of(council))
    if not sees and not rows.filter(pk=original.pk).exists():
        return [f"{original.lead} does not share this with {council}."]
    if original.licence == Licence.ASK and not has_agreed:
        return [f"Ask {original.lead} first, then say that they agreed."]
    return []


def adapt_resource(
    original: Resource, *, title: str, by: User, has_agreed: bool = False
) -> Resource:
    """Begin a draft of the council that `by` acts for, as a copy of `original`.

    Text is copied, a file is not: the copy gets a version row of its own that points
    at the same stored file. What is held back from the council stays behind. Raises
    PermissionDenied, Refused, and ValidationError by field name.
    """
    council = acting_council(by)
    require(by, Action.CREATE_RECORD, council)
    with change_set(by=by) as opened:
        locked: Resource = lock(original)
        unmet = missing_for_adapting(locked, council, has_agreed=has_agreed)
        if unmet:
            raise Refused(*unmet)
        opened.reason = opened.reason or _where_from(locked)
        values = values_at(locked, locked.version)
        said = travelling(values, readers_of(council))
        copy = create_resource({**said, "title": title}, by=by)
        Adaptation.objects.create(
            copy=copy,
            original=locked,
            family=family_of(locked),
            version=locked.version,
            by=by,
        )
        _give_file(locked, copy, by)
    return Resource.objects.get(pk=copy.pk)


def family_of(resource: Resource) -> Resource:
    """The first original of the line that a resource stands in."""
    found = Adaptation.objects.filter(copy=resource.pk).select_related("family")
    adaptation = found.first()
    return adaptation.family if adaptation else resource


def kin_of(resource: Resource) -> set[int]:
    """The ids of the first original and of all that was made from it, itself too."""
    family = family_of(resource)
    copies = Adaptation.objects.filter(family=family.pk)
    return {family.pk, *copies.values_list("copy", flat=True)}


def _where_from(original: Resource) -> str:
    return f"Adapted from {original.key}, version {original.version}"


def _give_file(original: Resource, copy: Resource, by: User) -> None:
    number = original.current_version
    rows = ResourceVersion.objects.filter(resource=original.pk)
    source = rows.filter(number=number).first() if number else None
    if source is not None:
        note = f"Version {source.number} of the file of {original.key}"
        made = copy_version(source, copy, by=by, note=note)
        copy.current_version = made.number
        copy.save()


def copy_version(
    source: ResourceVersion, copy: Resource, *, by: User, note: str
) -> ResourceVersion:
    """The next version of `copy`: a row of its own for the file that `source` keeps."""
    last = ResourceVersion.objects.filter(resource=copy.pk).aggregate(Max("number"))
    made = ResourceVersion.objects.get(pk=source.pk)
    made.pk = uuid.uuid4()
    made.resource = copy
    made.number = (last["number__max"] or 0) + 1
    made.note = note
    made.state_reason = ""
    made.uploaded_by = by
    made._state.adding = True
    made.at = made.state_at = timezone.now()
    made.save(force_insert=True)
    copy_pages(source.pk, made.pk)
    return made
