from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "okno.staffing"
    label = "staffing"
