from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "okno.contracts"
    label = "contracts"
