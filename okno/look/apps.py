"""The appearance: tokens, parts, behaviours, icons, template tags. No models, no business."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "okno.look"
    label = "look"
