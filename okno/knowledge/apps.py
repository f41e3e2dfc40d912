from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "okno.knowledge"
    label = "knowledge"
