"""How sign-in behaves where it differs from allauth's own ways.

The pages are allauth's, with our templates; who may do what is `councils.permissions`.
"""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by a council's admin: nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never, whatever the address."""
        return False
