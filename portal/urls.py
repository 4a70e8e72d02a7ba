"""The site's addresses: each floor brings its own, accounts are allauth's.

No page number and no raw id stands in a public path.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
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

_factor = "second-factor"
ACCOUNTS += [
    path(f"{_factor}/", mfa.index, name="mfa_index"),
    path(f"{_factor}/code/", mfa.authenticate, name="mfa_authenticate"),
    path(f"{_factor}/code-again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(f"{_factor}/app/", totp.activate_totp, name="mfa_activate_totp"),
    path(f"{_factor}/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        f"{_factor}/recovery-codes/",
        codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        f"{_factor}/recovery-codes/renew/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        f"{_factor}/recovery-codes.txt",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path(f"{_factor}/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path(f"{_factor}/passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path(
        f"{_factor}/passkeys/again/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        f"{_factor}/passkeys/<int:pk>/remove/",
        webauthn.remove_webauthn,
        name="mfa_remove_webauthn",
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
    path("search/", views.search, name="search"),
    path("accounts/", include(ACCOUNTS)),
    path("admin/", admin.site.urls),
    path("", include("catalogue.urls")),
    path("", include("resources.urls")),
    path("", include("councils.urls")),
]
