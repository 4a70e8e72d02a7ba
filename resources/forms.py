"""Forms of the shelf: beginning a resource, adding files, making a share link.

They clean and never write; sections of a resource are edited by the ground floor's.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councils.form_words import PlainForm
from councils.kinds import Values
from councils.models.record import TITLE_LIMIT
from resources.inspection.allowed import ALLOWED
from resources.models import Licence, Resource, ResourceType
from resources.models.handed_out import WHOM_LIMIT
from resources.models.resource import BODY_LIMIT
from resources.models.version import NOTE_LIMIT

TAKEN = (
    "PDF, Word, Excel, PowerPoint, OpenDocument, CSV, text or Markdown, up to 50 MB."
)
DAYS = ((7, "A week"), (30, "A month"), (90, "Three months"))


class FilesInput(forms.FileInput):
    """A box that takes one file, or several where it says so."""

    def __init__(self, *, several: bool = False) -> None:
        attrs = {"accept": ",".join(f".{extension}" for extension in ALLOWED)}
        self.allow_multiple_selected = several
        super().__init__({**attrs, "multiple": True} if several else attrs)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.Field):
    """A list of uploaded files; whether they are good is the pipeline's question."""

    def __init__(self, *, several: bool = False, **kwargs: Any) -> None:
        self.several = several
        super().__init__(widget=FilesInput(several=several), **kwargs)

    def clean(self, value: Any) -> list[Any]:
        given = [file for file in value or [] if file]
        if self.required and not given:
            raise ValidationError(self.error_messages["required"], code="required")
        return given if self.several else given[:1]


class BeginResourceForm(PlainForm):
    """What it is and what it is called; then files, a text or an address."""

    title = forms.CharField(
        label="Title",
        max_length=TITLE_LIMIT,
        min_length=3,
        help_text=str(Resource._meta.get_field("title").help_text),
        error_messages={
            "required": "Enter a title",
            "min_length": "Enter a title of three letters or more",
        },
    )
    resource_type = forms.ChoiceField(
        label="What is it?",
        choices=[("", "Choose one"), *ResourceType.choices],
        error_messages={"required": "Choose what it is"},
    )
    uploads = FilesField(
        several=True,
        label="Files",
        required=False,
        help_text=f"{TAKEN} Of several files each becomes a resource of its own.",
    )
    url = forms.URLField(
        label="Or an address on the web",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter a whole address that begins with https://"},
    )
    body = forms.CharField(
        label="Or a text",
        required=False,
        max_length=BODY_LIMIT,
        help_text="For a prompt, a lesson or another text that needs no file.",
        widget=forms.Textarea({"rows": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title: Any = self.fields["title"]
        title.example = "Playbook for piloting meeting notes"

    def values(self) -> Values:
        """The snapshot values that the new resource begins with."""
        cleaned = self.cleaned_data
        return {
            "title": cleaned["title"],
            "resource_type": cleaned["resource_type"],
            "url": cleaned["url"],
            "body": cleaned["body"].replace("\r\n", "\n"),
            "licence": Licence.OGL.value,
        }


class AddVersionForm(PlainForm):
    """The next version of a resource's file, and what changed."""

    file = FilesField(
        label="File", help_text=TAKEN, error_messages={"required": "Choose a file"}
    )
    note = forms.CharField(
        label="What changed",
        required=False,
        max_length=NOTE_LIMIT,
        help_text="One line that others read in the list of versions.",
    )


class ShareLinkForm(PlainForm):
    """For whom a link is, and how long it lasts."""

    whom = forms.CharField(
        label="For whom",
        max_length=WHOM_LIMIT,
        help_text="The person and organisation. It is kept with each use of the link.",
        error_messages={"required": "Say whom the link is for"},
    )
    days = forms.TypedChoiceField(
        label="How long it lasts",
        choices=DAYS,
        coerce=int,
        initial=7,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how long it lasts"},
    )
