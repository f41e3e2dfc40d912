"""The agent's rooms: queues, tickets, people, quarantine."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "okno.workspace"
    label = "workspace"
