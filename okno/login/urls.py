"""The addresses of login: allauth's views, those that make sense here and no others. No mail management."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from okno.login import newcomers, own_addresses, views
from okno.login.again import again
from okno.login.enter import enter
from okno.login.first import first_password
from okno.login.live import live
from okno.login.openid import views as openid

urlpatterns = [
    path("live/", live, name="live"),
    path("language/", views.set_language, name="set_language"),
    # ---- coming in and going out ----
    path("login/", enter, name="account_login"),
    path("login/code/", newcomers.request_code, name="account_request_login_code"),
    path("login/code/confirm/", newcomers.confirm_code, name="account_confirm_login_code"),
    path("login/new/", newcomers.newcomer, name="newcomer"),
    path("login/factor/", mfa.authenticate, name="mfa_authenticate"),
    path("login/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("login/with/<int:pk>/", openid.begin, name="entrance"),
    path("login/with/<int:pk>/back/", openid.back, name="entrance_back"),
    path("login/with/<int:pk>/out/", openid.leave, name="entrance_out"),
    path("login/password/", account.password_reset, name="account_reset_password"),
    path(
        "login/password/confirm/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("login/password/new/", account.complete_password_reset, name="account_complete_password_reset"),
    path(
        "login/password/done/",
        account.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path("login/first/<int:pk>/<str:token>/", first_password, name="first_password"),
    path("logout/", views.logout, name="account_logout"),
    # ---- about oneself ----
    path("me/", views.profile, name="profile"),
    path("me/addresses/", own_addresses.addresses, name="own_addresses"),
    path("me/addresses/code/", own_addresses.proof, name="own_address_proof"),
    path("me/addresses/<int:pk>/main/", own_addresses.main, name="own_address_main"),
    path("me/addresses/<int:pk>/removal/", own_addresses.removal, name="own_address_removal"),
    path("me/addresses/<int:pk>/repair/", own_addresses.repair, name="own_address_repair"),
    path("me/sessions/", views.sessions, name="usersessions_list"),
    path("me/password/", account.password_change, name="account_change_password"),
    path("me/password/set/", account.password_set, name="account_set_password"),
    path("me/again/", account.reauthenticate, name="account_reauthenticate"),
    path("me/again/mail/", again, name="code_again"),
    path("me/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("me/again/passkey/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("me/factor/", mfa.index, name="mfa_index"),
    path("me/factor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("me/factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("me/factor/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("me/factor/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("me/factor/codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("me/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("me/passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("me/passkeys/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("me/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]
