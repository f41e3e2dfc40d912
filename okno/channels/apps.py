from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "okno.channels"
    label = "channels"
