"""Gives a new site its first admin; from then on people are added in the back office.

What a regional admin may do is said by `councils.permissions`.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from councils.models.council import Belonging, Council, Membership, Role
from councils.models.person import User


class Command(BaseCommand):
    """Add a regional admin, or make somebody who is known already one."""

    help = "Add a regional admin who may use the back office."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address and the name of the person."""
        parser.add_argument("email")
        parser.add_argument("--name", required=True)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Write the person and the role; the password is theirs to choose by mail."""
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is not an e-mail address.") from None
        region = Council.objects.filter(belonging=Belonging.REGION).first()
        if region is None:
            raise CommandError("Run `manage.py load_baseline` first.")
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, name=options["name"])
        user.is_staff = True
        user.save()
        Membership.objects.get_or_create(
            user=user, council=region, role=Role.REGIONAL_ADMIN, ended_at=None
        )
        address = settings.SITE_URL + reverse("account_reset_password")
        self.stdout.write(f"{email} may now choose a password at {address}")
