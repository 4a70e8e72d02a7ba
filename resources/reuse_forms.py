"""Forms of reuse: adapting, taking news, saying what was useful, collections.

They clean and never write.
"""

from collections.abc import Sequence
from typing import Any

from django import forms

from councils.form_fields import LinesField
from councils.form_words import PlainForm
from councils.models.record import TITLE_LIMIT
from resources.models.collection import INTRO_LIMIT, LINE_LIMIT
from resources.models.collection import TITLE_LIMIT as COLLECTION_TITLE_LIMIT
from resources.models.feedback import SENTENCE_LIMIT

YES_NO = (("yes", "Yes"), ("no", "No"))


class AdaptForm(PlainForm):
    """What the copy is called; where the licence asks for it, that they agreed."""

    title = forms.CharField(
        label="Title of your copy",
        max_length=TITLE_LIMIT,
        min_length=3,
        help_text="You can change it, and all the rest, before anybody else sees it.",
        error_messages={"required": "Enter a title"},
    )
    has_agreed = forms.BooleanField(
        label="I have asked, and they agreed that we use it",
        error_messages={"required": "Ask first, then say here that they agreed"},
    )

    def __init__(self, *args: Any, must_ask: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not must_ask:
            del self.fields["has_agreed"]


class NewsForm(PlainForm):
    """What to take of the news, and which state of both had been read."""

    take = forms.MultipleChoiceField(
        label="What to take",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from what is listed"},
    )
    version = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        take: Any = self.fields["take"]
        take.choices = choices

    def clean(self) -> dict[str, Any]:
        """Taking needs something that is taken."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_taking = self.data.get("action") == "take"
        if is_taking and "take" not in self.errors and not cleaned.get("take"):
            self.add_error("take", "Choose what to take, or keep yours as it is")
        return cleaned


class UsefulForm(PlainForm):
    """Yes or no, and a sentence for those who keep the resource."""

    is_useful = forms.ChoiceField(
        label="Was it useful?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )
    sentence = LinesField(
        label="What helped, or what was missing?",
        required=False,
        max_length=SENTENCE_LIMIT,
        help_text="A sentence, if you like. Only the council that keeps it reads this.",
        widget=forms.Textarea({"rows": 3, "maxlength": str(SENTENCE_LIMIT)}),
        error_messages={"max_length": "Shorten this to 300 characters or fewer"},
    )


class CollectionForm(PlainForm):
    """What a collection is called and helps with."""

    title = forms.CharField(
        label="Title",
        max_length=COLLECTION_TITLE_LIMIT,
        help_text="The task, such as “Starting a pilot”.",
        error_messages={
            "required": "Enter a title",
            "max_length": "Shorten the title to 100 characters or fewer",
        },
    )
    intro = LinesField(
        label="What it helps with",
        max_length=INTRO_LIMIT,
        help_text="A sentence or two. Everyone can read it.",
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": "Say what it helps with",
            "max_length": "Shorten this to 500 characters or fewer",
        },
    )


class AddStepForm(PlainForm):
    """Which resource to add, and the line beside it."""

    key = forms.CharField(
        label="Key of the resource",
        max_length=20,
        help_text="It stands beside the council's name on its page, such as RES-0007.",
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
        error_messages={"required": "Enter the key of a resource"},
    )
    line = forms.CharField(
        label="What to do with it",
        max_length=LINE_LIMIT,
        help_text="One line. Everyone can read it.",
        error_messages={
            "required": "Say what to do with it",
            "max_length": "Shorten this to 200 characters or fewer",
        },
    )
