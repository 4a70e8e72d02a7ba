"""Writes of the shelf that touch several rows: beginning a resource, adding a file.

What is done with a file after that is `resources.uploads`'; editing a resource's fields
is the ground floor's (`apply`).
"""

from typing import cast

from councils.actions import create_record
from councils.kinds import Values
from councils.models.person import User
from resources.kinds import RESOURCE
from resources.models import Resource


def create_resource(values: Values, *, by: User) -> Resource:
    """Begin a draft of the council that `by` acts for.

    `values` are snapshot values by field code. Raises PermissionDenied, and
    ValidationError by field name.
    """
    return cast(Resource, create_record(RESOURCE, values, by=by))
