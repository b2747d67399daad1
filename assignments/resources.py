"""The numbers of an indicator as a spreadsheet: all that was given, replaced ones too, each with who and when."""

from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.resources import ModelResource

from wards.cells import guarded

from .figures import is_reached
from .models import Indicator, IndicatorValue

COLUMNS = {
    "unit": gettext_lazy("unit"),
    "period": gettext_lazy("period"),
    "value": gettext_lazy("value"),
    "measure": gettext_lazy("counted in"),
    "target": gettext_lazy("target"),
    "reached": gettext_lazy("target reached"),
    "stands": gettext_lazy("stands"),
    "note": gettext_lazy("note"),
    "reported_by": gettext_lazy("given by"),
    "at": gettext_lazy("given at"),
}


class FigureSheet(ModelResource):
    """One row a value, by period and unit; `stands` tells the one that holds from those that were replaced."""

    unit, period, value, measure, target = Field(), Field(), Field(), Field(), Field()
    reached, stands, note, reported_by, at = Field(), Field(), Field(), Field(), Field()

    class Meta:
        model = IndicatorValue
        fields = tuple(COLUMNS)
        export_order = tuple(COLUMNS)

    def __init__(self, *, indicator: Indicator, **more: Any) -> None:
        super().__init__(**more)
        self.indicator = indicator
        ends = {one.code: one for one in indicator.begun(timezone.localdate())}
        self.goals = {code: goal.value for code, one in ends.items() if (goal := indicator.target_for(one))}
        for name, field in self.fields.items():
            field.column_name = capfirst(str(COLUMNS[name]))

    def dehydrate_unit(self, row: IndicatorValue) -> str:
        return row.assignment.unit.name

    def dehydrate_period(self, row: IndicatorValue) -> str:
        return row.period_label

    def dehydrate_value(self, row: IndicatorValue) -> float:
        return float(row.value)

    def dehydrate_measure(self, row: IndicatorValue) -> str:
        return self.indicator.measure

    def dehydrate_target(self, row: IndicatorValue) -> float | str:
        goal = self.goals.get(row.period)
        return "" if goal is None else float(goal)

    def dehydrate_reached(self, row: IndicatorValue) -> str:
        found = is_reached(row.value, self.goals.get(row.period), self.indicator.direction)
        return {True: _("yes"), False: _("no"), None: ""}[found]

    def dehydrate_stands(self, row: IndicatorValue) -> str:
        return _("replaced") if row.is_replaced else _("stands")  # type: ignore[attr-defined]

    def dehydrate_note(self, row: IndicatorValue) -> str:
        return row.note

    def dehydrate_reported_by(self, row: IndicatorValue) -> str:
        return row.reported_by.full_name

    def dehydrate_at(self, row: IndicatorValue) -> str:
        return f"{timezone.localtime(row.at):%d/%m/%Y %H:%M}"

    def export_resource(self, instance: Any, selected_fields: Any = None, **kwargs: Any) -> list[Any]:
        return [guarded(cell) for cell in super().export_resource(instance, selected_fields, **kwargs)]
