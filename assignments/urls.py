from django.urls import path

from .views import (
    assign,
    calendar,
    desk,
    detail,
    directive,
    evidence,
    exceptions,
    home,
    leaving,
    lists,
    moving,
    succession,
    unit,
)

app_name = "assignments"
urlpatterns = [
    path("", home.home, name="home"),
    path("desk/", desk.desk, name="desk"),
    path("unit/", unit.unit_work, name="unit_work"),
    path("exceptions/", exceptions.exceptions, name="exceptions"),
    path("assignments/", lists.assignment_list, name="list"),
    path("assignments/<int:pk>/", detail.detail, name="detail"),
    path("assignments/<int:pk>/acknowledge/", unit.acknowledge, name="acknowledge"),
    path("assignments/<int:pk>/note/", moving.note, name="note"),
    path("assignments/<int:pk>/submit/", moving.submit, name="submit"),
    path("assignments/<int:pk>/<slug:action>/", moving.act, name="act"),
    path("evidence/<int:pk>/", evidence.evidence, name="evidence"),
    path("directives/", lists.directive_list, name="directives"),
    path("directives/<int:pk>/", directive.directive, name="directive"),
    path("directives/<int:pk>/assign/", assign.assign, name="assign"),
    path("organisation/changes/<int:pk>/work/", succession.change_work, name="change_work"),
    path("organisation/positions/<int:pk>/leave/", leaving.leave, name="leave"),
    path("calendar/day/", calendar.calendar_day, name="calendar_day"),
]
