from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "okno.privacy"
    label = "privacy"
