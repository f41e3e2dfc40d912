"""The addresses of the settings, below settings/."""

from django.urls import path

from okno.workspace.settings import (
    configuration,
    deeds,
    history,
    previews,
    recounts,
    rehearsals,
    trials,
    views,
    widgets,
)
from okno.workspace.settings.calendars import views as calendars

SECTION = "<slug:section>/"
ROW = SECTION + "<int:pk>/"
CALENDAR = "calendars/<int:pk>/"

urlpatterns = [
    path("", views.settings, name="settings"),
    path("changes/", history.changes, name="settings_changes"),
    path("changes/<int:pk>/undoing/", history.undoing, name="settings_undoing"),
    path("configuration/", configuration.configuration, name="settings_configuration"),
    path("configuration/file/", configuration.file, name="settings_file"),
    path("configuration/import/", configuration.bringing_in, name="settings_import"),
    path("rehearsals/", rehearsals.rehearsals, name="settings_rehearsals"),
    path("rehearsals/<int:pk>/", rehearsals.rehearsal, name="settings_rehearsal"),
    path("rehearsals/<int:pk>/tickets/", rehearsals.tickets, name="settings_rehearsal_tickets"),
    path("rehearsals/<int:pk>/beginning/", rehearsals.beginning, name="settings_beginning"),
    path("recounts/", recounts.recounts, name="settings_recounts"),
    path("mailboxes/<int:pk>/check/", deeds.checking, name="settings_check"),
    path("entrances/<int:pk>/check/", deeds.asking, name="settings_entrance_check"),
    path("messenger/<int:pk>/check/", deeds.calling, name="settings_messenger_check"),
    path("widgets/<int:pk>/secret/", widgets.secret, name="settings_widget_secret"),
    path("widgets/<int:pk>/site/", widgets.site, name="settings_widget_site"),
    path("customers/<int:pk>/invitation/", deeds.customer_invitation, name="settings_customer_invitation"),
    path("people/<int:pk>/second-step/", deeds.second_step, name="settings_second_step"),
    path("people/<int:pk>/invitation/", deeds.invitation, name="settings_invitation"),
    path(CALENDAR + "year/<int:year>/", calendars.show, name="settings_year"),
    path(CALENDAR + "year/<int:year>/production/", calendars.production, name="settings_production"),
    path(CALENDAR + "days/", calendars.days, name="settings_days"),
    path(CALENDAR + "days/import/", calendars.bringing, name="settings_days_in"),
    path(CALENDAR + "days.<slug:ending>", calendars.file, name="settings_days_file"),
    path("letters/preview/", previews.letters, name="settings_letters"),
    path("request-types/preview/", previews.preview, name="settings_preview"),
    path("rules/trials/", trials.trials, name="settings_trials"),
    path("rules/trials/<int:pk>/", trials.trial, name="settings_trial"),
    path("rules/trials/<int:pk>/adoption/", trials.adoption, name="settings_adoption"),
    path(SECTION, views.rows, name="settings_rows"),
    path(SECTION + "new/", views.addition, name="settings_addition"),
    path(ROW, views.row, name="settings_row"),
    path(ROW + "history/", history.history, name="settings_history"),
    path(ROW + "retirement/", views.retirement, name="settings_retirement"),
    path(ROW + "comeback/", views.comeback, name="settings_comeback"),
]
