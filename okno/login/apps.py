from django.apps import AppConfig


class LoginConfig(AppConfig):
    name = "okno.login"
    label = "login"
