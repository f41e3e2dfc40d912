from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "okno.assets"
    label = "assets"
