"""The form pack draws what govuk-frontend draws, compared with its own fixtures.

What is compared: elements, classes, ids, and every other attribute, and the words.
"""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import render_to_string

from councils.forms import DateParts

COMPONENTS = Path("node_modules/govuk-frontend/dist/govuk/components")
VOID = {"input", "br", "hr", "link", "meta", "img"}


class Tree(HTMLParser):
    """HTML as nested lists: [tag, attributes, children]; words without extra space."""

    def __init__(self) -> None:
        super().__init__()
        self.root: list[Any] = ["", {}, []]
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        known: dict[str, Any] = dict(attrs)
        if "class" in known:
            known["class"] = sorted(known["class"].split())
        node = [tag, known, []]
        self.open[-1][2].append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words:
            self.open[-1][2].append(words)


def tree(html: str) -> list[Any]:
    """The comparable form of some HTML."""
    parser = Tree()
    parser.feed(html)
    assert len(parser.open) == 1, "an element is left open"
    return parser.root[2]


def fixture(component: str, name: str) -> dict[str, Any]:
    """One fixture of govuk-frontend: {options, html}."""
    known = json.loads((COMPONENTS / component / "fixtures.json").read_text("utf-8"))
    return next(item for item in known["fixtures"] if item["name"] == name)


def drawn(field: forms.Field, options: dict[str, Any], name: str) -> str:
    """A form of one field, with a fixture's label, hint, fault and value, drawn."""
    legend = options.get("fieldset", {}).get("legend", {})
    field.label = options.get("label", legend).get("text")
    field.help_text = options.get("hint", {}).get("text", "")
    field.label_size = ""  # type: ignore[attr-defined]
    field.required = False
    box_id = options.get("id", options.get("idPrefix", name))
    field.widget.attrs["id"] = box_id

    class OneFieldForm(forms.Form):
        def clean(self) -> dict[str, Any]:
            if "errorMessage" in options:
                self.add_error(name, options["errorMessage"]["text"])
            return self.cleaned_data

    OneFieldForm.base_fields = {name: field}
    data = None
    if "errorMessage" in options:
        chosen = [str(i["value"]) for i in options.get("items", []) if i.get("checked")]
        data = {name: chosen if isinstance(field, forms.MultipleChoiceField) else
                "".join(chosen) or options.get("value", "")}  # fmt: skip
    form = OneFieldForm(data, initial={name: options.get("value")})
    return render_to_string("govuk/uni_form.html", {"form": form})


def choices(options: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(item["value"]), item["text"]) for item in options.get("items", [])]


def hints(field: forms.Field, options: dict[str, Any]) -> forms.Field:
    field.choice_hints = {  # type: ignore[attr-defined]
        str(item["value"]): item["hint"]["text"]
        for item in options["items"]
        if "hint" in item
    }
    return field


@pytest.mark.parametrize(
    "name", ["default", "with hint text", "with error message", "with error and hint",
             "with width-10 class", "value"]
)  # fmt: skip
def test_text_input_is_govuk_frontends(name: str) -> None:
    wanted = fixture("input", name)
    options = wanted["options"]
    field = forms.CharField()
    field.widget.attrs["class"] = options.get("classes", "")
    html = drawn(field, options, options["name"])
    assert tree(html) == tree(wanted["html"])


@pytest.mark.parametrize(
    "name", ["default", "with hint", "with error message", "with default value",
             "with custom rows", "with hint and error message"]
)  # fmt: skip
def test_textarea_is_govuk_frontends(name: str) -> None:
    wanted = fixture("textarea", name)
    options = wanted["options"]
    field = forms.CharField(
        widget=forms.Textarea({"rows": options.get("rows", 5)}), strip=False
    )
    assert tree(drawn(field, options, options["name"])) == tree(wanted["html"])


@pytest.mark.parametrize("name", ["default", "with hint", "with default value"])
def test_textarea_with_a_limit_is_a_character_count(name: str) -> None:
    wanted = fixture("character-count", name)
    options = wanted["options"]
    field = forms.CharField(
        widget=forms.Textarea({"rows": 5}), max_length=options["maxlength"]
    )
    assert tree(drawn(field, options, options["name"])) == tree(wanted["html"])


@pytest.mark.parametrize("name", ["with hint text and error message", "error", "hint"])
def test_select_is_govuk_frontends(name: str) -> None:
    wanted = fixture("select", name)
    options = wanted["options"]
    field = forms.ChoiceField(choices=choices(options))
    assert tree(drawn(field, options, options["name"])) == tree(wanted["html"])


@pytest.mark.parametrize(
    "name", ["default", "with hint", "with fieldset and error message"]
)
def test_radios_are_govuk_frontends(name: str) -> None:
    wanted = fixture("radios", name)
    options = wanted["options"]
    field = forms.ChoiceField(choices=choices(options), widget=forms.RadioSelect)
    html = drawn(hints(field, options), options, options["name"])
    assert tree(html) == tree(wanted["html"])


@pytest.mark.parametrize("name", ["default", "with hint", "with error message"])
@pytest.mark.parametrize("widget", [forms.CheckboxSelectMultiple, forms.SelectMultiple])
def test_several_values_are_govuk_frontends_checkboxes(name: str, widget: Any) -> None:
    wanted = fixture("checkboxes", name)
    options = wanted["options"]
    field = forms.MultipleChoiceField(choices=choices(options), widget=widget)
    html = drawn(hints(field, options), options, options["name"])
    assert tree(html) == tree(wanted["html"])


@pytest.mark.parametrize("name", ["default", "with error message and hint"])
def test_date_is_govuk_frontends(name: str) -> None:
    """But for the names of the boxes, which carry the field's own."""
    wanted = fixture("date-input", name)
    options = wanted["options"]
    html = drawn(forms.DateField(widget=DateParts), options, options["id"])
    for part in ("day", "month", "year"):
        html = html.replace(f'name="{options["id"]}_{part}"', f'name="{part}"')
        prefixed = f'name="{options.get("namePrefix", "")}-{part}"'
        wanted["html"] = wanted["html"].replace(prefixed, f'name="{part}"')
    assert tree(html) == tree(wanted["html"])


@pytest.mark.parametrize("name", ["default", "with error message"])
def test_password_is_govuk_frontends(name: str) -> None:
    wanted = fixture("password-input", name)
    options = wanted["options"]
    options.pop("value", None)
    field = forms.CharField(widget=forms.PasswordInput)
    assert tree(drawn(field, options, options["name"])) == tree(wanted["html"])


@pytest.mark.parametrize("name", ["default", "error"])
def test_file_is_govuk_frontends(name: str) -> None:
    wanted = fixture("file-upload", name)
    options = wanted["options"]
    html = drawn(forms.FileField(), options, options["name"])
    assert tree(html) == tree(wanted["html"])


@pytest.mark.parametrize("name", ["default", "without links"])
def test_error_summary_is_govuk_frontends(name: str) -> None:
    wanted = fixture("error-summary", name)
    html = render_to_string(
        "components/error_summary.html",
        {"errors": wanted["options"]["errorList"]},
    )
    assert tree(html) == tree(wanted["html"])


def test_button_of_a_helper_is_govuk_frontends() -> None:
    from crispy_forms.helper import FormHelper
    from crispy_forms.layout import Submit

    wanted = fixture("button", "default")
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.add_input(Submit("", "Save and continue"))
    html = tree(render_crispy_form(forms.Form(), helper))
    assert html[0][1]["class"] == ["govuk-button-group"]
    assert html[0][2] == tree(wanted["html"])
