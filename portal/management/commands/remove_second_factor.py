"""Lets back in whoever lost phone, key and codes, where no admin is left to do it.

An admin does the same on the person's page (`councils.second_factor`).
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from councils.audit import record_event
from councils.machines import Refused
from councils.models.audit import AuditEvent
from councils.models.person import User
from councils.second_factor import clear_second_factor


class Command(BaseCommand):
    """Take away all second factors of one account, and write it down."""

    help = "Take away the second factor of an account whose owner lost it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address of the account."""
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """They sign in with the password and are led to set up a new one."""
        person = User.objects.filter(email__iexact=options["email"].strip()).first()
        if person is None:
            raise CommandError("There is no account with this address.")
        try:
            clear_second_factor(person)
        except Refused as fault:
            raise CommandError(str(fault)) from None
        record_event(
            AuditEvent.SECOND_FACTOR_REMOVED, subject=person, details="By a command."
        )
        self.stdout.write(f"{person.email} signs in with the password alone once more.")
