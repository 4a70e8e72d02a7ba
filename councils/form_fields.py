"""The fields of record forms that Django has none for, and how a browser sends them.

Which field a record's column gets is `councils.forms`.
"""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator, URLValidator
from django.utils.datastructures import MultiValueDict

LINK_LIMIT = 500  # characters of one address, as the column holds
LABEL_LIMIT = 200
_NO_NUL = ProhibitNullCharactersValidator()
_WEB_ADDRESS = URLValidator(schemes=["http", "https"])


class DateParts(forms.MultiWidget):
    """Day, month and year as three boxes; also reads one ISO date."""

    template_name = "govuk/date_parts.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric"}
        widgets: Any = {part: forms.TextInput(box) for part in ("day", "month", "year")}
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if not value:
            return ["", "", ""]
        if isinstance(value, str):
            year, month, day = [*value.split("-"), "", ""][:3]
            return [day.lstrip("0"), month.lstrip("0"), year]
        return [value.day, value.month, value.year]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        whole = data.get(name)
        if whole:
            return str(whole)
        day, month, year = (
            str(part or "").strip()
            for part in super().value_from_datadict(data, files, name)
        )
        if not (day or month or year):
            return ""
        return f"{year}-{month.zfill(2)}-{day.zfill(2)}"

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and super().value_omitted_from_data(data, files, name)


class LinksInput(forms.Widget):
    """Pairs of words and address: those there are, and three empty ones."""

    template_name = "govuk/links_input.html"
    spare = 3

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = list(value or []) + [{}] * self.spare
        context["widget"]["rows"] = [
            {"id": "", "label": "", "url": "", **row} for row in rows
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if not isinstance(data, MultiValueDict):
            return data.get(name, [])
        columns = [data.getlist(f"{name}-{part}") for part in ("id", "label", "url")]
        return [
            {"id": row_id, "label": label.strip(), "url": url.strip()}
            for row_id, label, url in zip(*columns, strict=False)
            if label.strip() or url.strip()
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-url" not in data


class LinksField(forms.Field):
    """Child rows of a record: a list of {"id", "label", "url"}."""

    widget = LinksInput

    def clean(self, value: Any) -> list[dict[str, str]]:
        return [self._row(row) for row in value or []]

    def _row(self, row: dict[str, str]) -> dict[str, str]:
        url = row.get("url", "")
        label = row.get("label") or url
        _NO_NUL(label)
        if len(row.get("label") or "") > LABEL_LIMIT:
            raise ValidationError(
                f"Shorten the words of the link to {LABEL_LIMIT} characters or fewer"
            )
        try:
            _WEB_ADDRESS(url)
        except ValidationError as fault:
            raise ValidationError(
                f"Enter a whole address that begins with https:// for “{label}”"
            ) from fault
        if len(url) > LINK_LIMIT:
            raise ValidationError(
                f"The address for “{label[:60]}” is longer than {LINK_LIMIT} characters"
            )
        return {"id": _row_id(row.get("id", "")), "label": label, "url": url}


def _row_id(given: str) -> str:
    """The row's own UUID, or a new one for a row that has none yet."""
    try:
        return str(uuid.UUID(given))
    except ValueError:
        return str(uuid.uuid4())


class LinesField(forms.CharField):
    """Text whose lines end as they are kept, however a browser sends them.

    Browsers send every line's end as two characters; kept so, a text that nobody
    touched would differ from the one that was read, and count as longer.
    """

    def to_python(self, value: Any) -> Any:
        text: Any = super().to_python(value)
        return text and text.replace("\r\n", "\n").replace("\r", "\n")


class SeveralField(forms.MultipleChoiceField):
    """Several words of one fixed vocabulary: each once, in the vocabulary's order."""

    def clean(self, value: Any) -> list[str]:
        given = set(super().clean(value))
        words: Any = self.choices
        return [word for word, _ in words if word in given]


class WordsInput(forms.TextInput):
    """Words in one box, with commas between them."""

    def format_value(self, value: Any) -> str:
        return ", ".join(value) if isinstance(value, list) else value or ""


class WordsField(forms.Field):
    """Plain words of one's own: each once, in small letters, by the alphabet."""

    widget = WordsInput

    def __init__(self, each: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.each = each

    def clean(self, value: Any) -> list[str]:
        given = value if isinstance(value, list) else (value or "").split(",")
        words = sorted({" ".join(word.lower().split()) for word in given} - {""})
        for word in words:
            for check in self.each:
                check(word)
        return words
