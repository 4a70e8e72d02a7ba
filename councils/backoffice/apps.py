"""Tells Django to use our back office in place of its own admin site.

It stands in INSTALLED_APPS instead of `django.contrib.admin`, whose app it is.
"""

from django.contrib.admin.apps import AdminConfig


class BackOfficeConfig(AdminConfig):
    """Django's admin, with the site of `councils.backoffice.site`."""

    default_site = "councils.backoffice.site.BackOffice"
