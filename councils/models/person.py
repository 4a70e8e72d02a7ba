"""People who sign in: an e-mail address, a name, and the councils they work for.

What a person may do is said by `councils.permissions`; sign-in itself is allauth's.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords

from councils.models.checks import text_limit

if TYPE_CHECKING:
    from councils.models.council import Council, Membership


class UserManager(BaseUserManager["User"]):
    """Creates people; the address is kept in lower case, as it is compared."""

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Return a new person; with no password they must reset it to sign in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person with this e-mail address, however it is capitalised."""
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser):
    """A person. `is_staff` opens the back office; there is no superuser."""

    snapshot_key = "pk"

    email = models.EmailField(
        "E-mail address", unique=True, error_messages={"unique": "Already registered"}
    )
    handle = models.UUIDField(
        "Stands in addresses",
        db_default=RandomUUID(),
        unique=True,
        editable=False,
    )
    name = models.TextField("Name")
    job_title = models.TextField("Job title", blank=True, max_length=100)
    phone = models.TextField("Work phone", blank=True, max_length=40)
    is_active = models.BooleanField("Active", default=True)
    is_staff = models.BooleanField("May use the back office", default=False)
    joined_at = models.DateTimeField("Joined", default=timezone.now, editable=False)

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login", "handle"])

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case"),
            text_limit("user", "job_title", 100),
            text_limit("user", "phone", 40),
        ]

    _acting: "Council | None" = None

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; a sign-in alone is no change and leaves no history."""
        if kwargs.get("update_fields") != ["last_login"]:
            super().save(*args, **kwargs)
            return
        self.skip_history_when_saving = True
        super().save(*args, **kwargs)
        del self.skip_history_when_saving

    @cached_property
    def active_memberships(self) -> "list[Membership]":
        """This person's memberships in force, with their councils; one statement."""
        from councils.models.council import Membership
        from councils.second_factor import has_second_factor

        rows = Membership.objects.in_force().filter(user=self)
        return list(rows.annotate(is_guarded=has_second_factor("user")))

    @property
    def has_second_factor(self) -> bool:
        """Whether somebody with a membership has set one up; asks nothing more."""
        return any(getattr(m, "is_guarded", False) for m in self.active_memberships)

    @property
    def council_ids(self) -> frozenset[int]:
        """The councils whose own records this person reads."""
        return frozenset(m.council_id for m in self.active_memberships)

    @property
    def council_slugs(self) -> frozenset[str]:
        """The same councils by short address, as a record's states name them."""
        return frozenset(m.council.slug for m in self.active_memberships)

    @property
    def councils(self) -> "list[Council]":
        """The councils this person may act for, each once, by name."""
        unique = {m.council_id: m.council for m in self.active_memberships}
        return sorted(unique.values(), key=lambda council: council.short_name)

    @property
    def acting_for(self) -> "Council | None":
        """The council that writing and deciding use; the first one unless chosen."""
        if self._acting is not None:
            return self._acting
        return self.councils[0] if self.councils else None

    def act_for(self, council: "Council") -> None:
        """Write and decide for `council` from here on in this request.

        Raises PermissionError when the person does not belong to it.
        """
        if council.pk not in self.council_ids:
            raise PermissionError(f"{self} does not belong to {council}")
        self._acting = council

    def roles_in(self, council_id: int | None) -> frozenset[str]:
        """The roles this person holds in one council."""
        return frozenset(
            m.role for m in self.active_memberships if m.council_id == council_id
        )

    @property
    def reviews_for_region(self) -> bool:
        """Whether this person decides for the region what its councils may share."""
        from councils.models.council import REGIONAL_ROLES

        return any(m.role in REGIONAL_ROLES for m in self.active_memberships)

    def has_perm(self, permission: str, obj: object = None) -> bool:
        """Django's own permissions are not used: the back office asks `can`."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """The back office lists an app when one of its pages is allowed."""
        return bool(self.is_active and self.is_staff)
