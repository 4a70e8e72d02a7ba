"""What a form says of an answer that it cannot take: which field, and what to do.

Which fields a form has is its own business; `PlainForm` is a form that says it.
"""

from typing import Any

from django import forms
from django.core import validators

Words = dict[str, str]


class PlainWords(forms.BaseForm):
    """Makes a form's faults name their field, wherever it has no better words."""

    def full_clean(self) -> None:
        """Clean, with the labels that the fields have by now."""
        for name, field in self.fields.items():
            speak_plainly(field, str(field.label or name))
        super().full_clean()


class PlainForm(PlainWords, forms.Form):
    """A form of no table whose faults name their field."""


def speak_plainly(field: forms.Field, label: str) -> None:
    """Give a field our words in place of the framework's; its own words stay.

    The words stand in the summary above a form too, far from the field: they name it.
    """
    ours = _of_the_kind(field, label) | _of_limits(field, label)
    for code, words in ours.items():
        if field.error_messages.get(code) == _framework_words(field, code):
            field.error_messages[code] = words


def _framework_words(field: forms.Field, code: str) -> Any:
    """What the framework itself says for one fault of a field; None for a limit."""
    for made in type(field).__mro__:
        words = vars(made).get("default_error_messages", {})
        if code in words:
            return words[code]
    return None


def _of_the_kind(field: forms.Field, label: str) -> Words:
    """What is said of an answer that is not of the field's kind."""
    words = {
        "required": f"Answer “{label}”",
        "null_characters_not_allowed": f"Take the unreadable signs out of “{label}”",
        "invalid_choice": f"Choose one of the list for “{label}”",
    }
    if isinstance(field, forms.EmailField):
        example = "such as ai-team@yourcouncil.gov.uk"
        words["invalid"] = f"Enter an e-mail address for “{label}”, {example}"
    elif isinstance(field, forms.URLField):
        words["invalid"] = (
            f"Enter a whole address that begins with https:// for “{label}”"
        )
    elif isinstance(field, forms.DecimalField):
        words["invalid"] = f"Enter a number for “{label}”, such as 12.5"
    elif isinstance(field, forms.IntegerField):
        words["invalid"] = f"Enter a whole number for “{label}”, such as 400"
        words["max_value"] = f"Enter a smaller number for “{label}”"  # the column's end
    elif isinstance(field, forms.DateField):
        words["invalid"] = f"“{label}” must be a real date"
    return words


def _of_limits(field: forms.Field, label: str) -> Words:
    """What is said of an answer that is too long, too large or too small."""
    words = {}
    for limit in field.validators:
        if isinstance(limit, validators.MaxLengthValidator):
            most = f"{limit.limit_value:,} characters or fewer"
            words["max_length"] = f"Shorten “{label}” to {most}"
        elif isinstance(limit, validators.MinLengthValidator):
            least = f"{limit.limit_value:,} characters or more"
            words["min_length"] = f"Enter {least} for “{label}”"
        elif isinstance(limit, validators.MinValueValidator):
            words["min_value"] = f"Enter {limit.limit_value:,} or more for “{label}”"
        elif isinstance(limit, validators.MaxValueValidator):
            words["max_value"] = f"Enter {limit.limit_value:,} or less for “{label}”"
        elif isinstance(limit, validators.DecimalValidator):
            words |= _of_digits(limit, label)
    return words


def _of_digits(limit: validators.DecimalValidator, label: str) -> Words:
    """What is said of a number with more digits than are kept."""
    whole = (limit.max_digits or 0) - (limit.decimal_places or 0)
    places = limit.decimal_places
    return {
        "max_decimal_places": f"Enter at most {places} decimal places for “{label}”",
        "max_digits": f"Enter a smaller number for “{label}”",
        "max_whole_digits": f"Enter at most {whole} digits for “{label}”",
    }
