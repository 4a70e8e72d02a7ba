"""What tests of the loaders share: to load, and to count what was written."""

from io import StringIO
from typing import Any

from django.core.management import call_command

from catalogue.models import Product, ServiceArea, Supplier, UseCase
from councils.models import (
    ChangeSet,
    Council,
    Decision,
    RecordVersion,
    SearchEntry,
    User,
)


def load(command: str) -> str:
    """What the command said."""
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    """How many rows there are of each sort that loaders write."""
    models: list[Any] = [Council, User, Supplier, Product, UseCase, RecordVersion]
    models += [ChangeSet, Decision, SearchEntry, ServiceArea]
    return {model.__name__: model.objects.count() for model in models}
