"""Forms for reporting a problem and for answering; they clean and never write.

What is done with it is `councils.reports`.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councils.form_fields import LinesField
from councils.form_words import PlainForm
from councils.kinds import Kind
from councils.models.report import ANSWER_LIMIT, WORDS_LIMIT, Wrong
from councils.plain_question import PlainQuestion, new_question, question_in

TRAP = "homepage"
"""A box that people do not see. Whoever fills it in is a program."""
TOO_LONG = "Shorten this to 2,000 characters or fewer"
FOR_STRANGERS = ("reply_to", "sum", "asked")


class ReportForm(PlainForm):
    """What is wrong with a record; strangers also answer a plain question."""

    wrong = forms.ChoiceField(
        label="What is the matter?",
        choices=Wrong,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is the matter"},
    )
    section = forms.ChoiceField(
        label="Which part?",
        required=False,
        error_messages={"invalid_choice": "Choose a part that the list offers"},
    )
    words = LinesField(
        label="What is wrong?",
        help_text=(
            "Say what you read and what would be right. Leave out names and anything"
            " private: you do not need them. Only those who answer for this entry"
            " read it."
        ),
        max_length=WORDS_LIMIT,
        widget=forms.Textarea({"rows": 6, "maxlength": str(WORDS_LIMIT)}),
        error_messages={"required": "Say what is wrong", "max_length": TOO_LONG},
    )
    reply_to = forms.EmailField(
        label="Your e-mail address, if you want to be told",
        required=False,
        help_text="Used once, to send the answer, and then deleted.",
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": "Enter an address like name@example.com"},
    )
    sum = forms.CharField(
        max_length=20,
        help_text="A number. It keeps out programs that fill in every form they find.",
        widget=forms.TextInput(
            {"autocomplete": "off", "class": "govuk-input--width-4"}
        ),
    )
    asked = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, kind: Kind, is_stranger: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        section: Any = self.fields["section"]
        section.choices = [
            ("", "The whole entry"),
            *((part.code, part.title) for part in kind.sections),
        ]
        if is_stranger:
            self._ask()
        else:
            for name in FOR_STRANGERS:
                del self.fields[name]

    def _ask(self) -> None:
        """Ask what was asked before; something new where that is over or made up."""
        before = question_in(self.data.get("asked", "")) if self.is_bound else None
        self.question: PlainQuestion = before or new_question()
        if before is None:
            self.initial["asked"] = self.question.signed
            if self.is_bound:
                again = {"asked": self.question.signed, "sum": ""}
                typed: Any = self.data
                self.data = {**typed.dict(), **again}
        self.fields["sum"].label = str(self.question)
        self.fields["sum"].error_messages["required"] = f"Answer: {self.question}"

    def clean_sum(self) -> str:
        given: str = self.cleaned_data["sum"]
        if not self.question.is_answer(given):
            raise ValidationError(f"That is not right. {self.question}")
        return given

    def clean(self) -> dict[str, Any]:
        """Refuse whoever filled in the box that people do not see."""
        if self.data.get(TRAP):
            raise ValidationError(
                "This looks as if a program had sent it. Leave the last box empty"
            )
        return self.cleaned_data

    def said(self) -> dict[str, str]:
        """What `report_problem` takes: not the question."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("sum", "asked")
        }


class AnswerForm(PlainForm):
    """What whoever reported a problem is told."""

    answer = LinesField(
        label="Your answer",
        help_text="Whoever reported it reads this. Say what was done, or why nothing.",
        max_length=ANSWER_LIMIT,
        widget=forms.Textarea({"rows": 6, "maxlength": str(ANSWER_LIMIT)}),
        error_messages={"required": "Write an answer", "max_length": TOO_LONG},
    )
