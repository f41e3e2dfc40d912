from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "okno.community"
    label = "community"
