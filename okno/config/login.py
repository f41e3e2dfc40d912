"""How one enters, in the words of Django and allauth: a room of the settings, which take all of it in."""

from okno.config import env

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "okno.login.passwords.MaximumLength"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["okno.login.backends.ByMailAddress"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "okno.login.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # a code by mail is itself the proof; staff are made by an administrator
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no letter; the page looks the same
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/m/key,20/h/key",
    "reset_password": "20/m/ip,3/m/key,20/h/key",
    "login_failed": "20/m/ip,5/5m/key",
}
# Digits, because a code is typed on keyboards of any layout; eight, so that three attempts guess nothing (SEC-35).
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("OKNO_TRUSTED_PROXIES", 0, at_most=10)
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_FORMS = {
    "login": "okno.login.forms.LoginForm",
    "request_login_code": "okno.login.forms.RequestLoginCodeForm",
    "confirm_login_code": "okno.login.forms.ConfirmLoginCodeForm",
    "reset_password": "okno.login.forms.ResetPasswordForm",
    "confirm_password_reset_code": "okno.login.forms.ConfirmPasswordResetCodeForm",
    "reset_password_from_key": "okno.login.forms.ResetPasswordKeyForm",
    "change_password": "okno.login.forms.ChangePasswordForm",
    "set_password": "okno.login.forms.SetPasswordForm",
    "reauthenticate": "okno.login.forms.ReauthenticateForm",
}
SOCIALACCOUNT_ADAPTER = (
    "okno.login.openid.adapter.EntranceAdapter"  # entrances are rows of ours (okno/login/openid/)
)
MFA_ADAPTER = "okno.login.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "okno.login.forms.AuthenticateForm",
    "reauthenticate": "okno.login.forms.ReauthenticateByCodeForm",
    "activate_totp": "okno.login.forms.ActivateTOTPForm",
    "add_webauthn": "okno.login.forms.AddPasskeyForm",
    "edit_webauthn": "okno.login.forms.EditPasskeyForm",
}
MFA_TOTP_TOLERANCE = 1  # steps of 30 s: a phone's clock may be wrong by one
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are rows of people, not of allauth
MFA_TOTP_ISSUER = "Okno"
USERSESSIONS_TRACK_ACTIVITY = True
