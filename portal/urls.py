"""The site's addresses: each floor brings its own, accounts are allauth's.

No page number and no raw id stands in a public path.
"""

from allauth.account import views as account
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from portal import views
from portal.health import healthz

handler403 = "portal.errors.refused"
handler500 = "portal.errors.server_error"

ACCOUNTS: list[URLPattern] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),  # closed: says so
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path(
        "password/reset/done/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("", views.home, name="home"),
    path("data-standard/", views.data_standard, name="data_standard"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("how-entries-are-reviewed/", views.review, name="review_explained"),
    path("contact/", views.contact, name="contact"),
    path("accounts/", include(ACCOUNTS)),
    path("admin/", admin.site.urls),
    path("", include("catalogue.urls")),
    path("", include("councils.urls")),
]
