"""Units, groups and people from and to spreadsheets (.xlsx, .csv): an export is a valid import that changes nothing.

Columns may be headed by the field's name or by its label in any language. A file with one bad row changes nothing."""

import re
from typing import Any

import tablib
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from import_export.fields import Field
from import_export.resources import Diff, ModelResource
from import_export.results import Result

from .audit import record
from .cells import Choice, Day, UnitCell, YesNo, guarded, tidy
from .clock import now
from .enums import Level, Role, UnitKind
from .folding import fold
from .models import GroupMember, Position, Unit, UnitGroup, User
from .services import person_save, position_save, unit_save

_STYLE = re.compile(r' style="[^"]*"')  # which the Content-Security-Policy would refuse


class PlainDiff(Diff):
    def as_html(self) -> list[str]:
        return [mark_safe(_STYLE.sub("", cell)) for cell in super().as_html()]  # noqa: S308 the library escapes


class PlainResult(Result):
    """Rows numbered as the spreadsheet does it: the headings are row 1."""

    def append_invalid_row(self, number: int, row: Any, validation_error: ValidationError) -> None:
        super().append_invalid_row(number + 1, row, validation_error)


class Sheet(ModelResource):
    """What all three have in common. `labels`: field → heading; `action`: what the audit log says of a saved row."""

    labels: dict[str, Any]
    action: str

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name, field in self.fields.items():
            field.column_name = capfirst(str(self.labels[name]))

    get_result_class = classmethod(lambda cls: PlainResult)
    get_diff_class = classmethod(lambda cls: PlainDiff)

    def _headings(self) -> dict[str, str]:
        """Folded heading, in any language → the heading used here."""
        known: dict[str, str] = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                known |= {fold(str(label)): self.fields[name].column_name for name, label in self.labels.items()}
        return known | {fold(name): field.column_name for name, field in self.fields.items()}

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        self.importer: User | None = kwargs.get("user")
        known = self._headings()
        found = [tidy(heading) for heading in dataset.headers or []]
        strange = [str(heading) for heading in found if heading and fold(str(heading)) not in known]
        if strange:
            names = ", ".join(field.column_name for field in self.get_import_fields())
            words = _("Unknown columns: %(strange)s. Known are: %(names)s.")
            raise ValidationError(words % {"strange": ", ".join(strange), "names": names})
        dataset.headers = [known.get(fold(str(heading)), "") for heading in found]
        twice = {heading for heading in dataset.headers if heading and dataset.headers.count(heading) > 1}
        if twice:
            raise ValidationError(
                _("These columns stand there twice: %(names)s.") % {"names": ", ".join(sorted(twice))}
            )

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        for column in row:
            row[column] = tidy(row[column])

    def cell(self, row: dict[str, Any], name: str) -> Any:
        """The value of a field in a row; None where it is absent or cannot be read (which is said later)."""
        try:
            return self.fields[name].widget.clean(row.get(self.fields[name].column_name, ""))
        except ValueError:
            return None

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return not any(row.values()) or super().skip_row(instance, original, row, import_validation_errors)

    def check(self, instance: Any) -> None:
        instance.full_clean()

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Errors of the cells, else those of the whole row, named by the heading of their column."""
        errors = dict(import_validation_errors or {})
        if not errors:
            try:
                self.check(instance)
            except ValidationError as error:
                errors = error.update_error_dict({})
        if errors:
            raise self.named(errors)

    def named(self, errors: dict[str, Any]) -> ValidationError:
        """The same errors under the headings of their columns."""
        headings = {field.attribute: field.column_name for field in self.fields.values()}
        headings |= {name: field.column_name for name, field in self.fields.items()}
        return ValidationError({headings.get(key, NON_FIELD_ERRORS): errors[key] for key in errors})

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """What a service refuses is an error of the row, as what the form refuses is."""
        try:
            super().save_instance(instance, is_create, row, **kwargs)
        except ValidationError as error:
            raise self.named(error.update_error_dict({})) from error

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        record(self.action, actor=kwargs.get("user"), obj=instance, at=now())

    def export_resource(self, instance: Any, selected_fields: Any = None, **kwargs: Any) -> list[Any]:
        return [guarded(cell) for cell in super().export_resource(instance, selected_fields, **kwargs)]


class Options:
    use_transactions = True
    skip_unchanged = True
    report_skipped = True


def _column(attribute: str, widget: Any = None) -> Field:
    return Field(attribute=attribute, column_name=attribute, widget=widget)


VALIDITY = {"valid_from": gettext_lazy("from"), "valid_to": gettext_lazy("to (excluded)")}


class UnitSheet(Sheet):
    """One row a unit, found by its code (by its name where it has none); the parent's row stands above."""

    kind = _column("kind", Choice(UnitKind))
    level = _column("level", Choice(Level))
    parent = _column("parent", UnitCell())
    valid_from = _column("valid_from", Day())
    valid_to = _column("valid_to", Day())
    action = "unit.imported"
    labels = {
        "code": gettext_lazy("code"),
        "name": gettext_lazy("name"),
        "short_name": gettext_lazy("short name"),
        "kind": gettext_lazy("kind"),
        "level": gettext_lazy("level"),
        "parent": gettext_lazy("belongs to"),
        "protocol_order": gettext_lazy("protocol order"),
        **VALIDITY,
    }

    class Meta(Options):
        model = Unit
        fields = ("code", "name", "short_name", "kind", "level", "parent", "protocol_order", "valid_from", "valid_to")
        import_id_fields = ("code",)

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Unit | None:
        """Codes are used again after reforms: of several units the one that began that day, else the one that lasts."""
        code, name = self.cell(row, "code"), self.cell(row, "name")
        found = list(Unit.objects.filter(code=code) if code else Unit.objects.filter(code="", name=name or ""))
        begun = self.cell(row, "valid_from")
        same_day = [unit for unit in found if unit.valid_from == begun]
        lasting = same_day or [unit for unit in found if unit.valid_to is None or len(found) == 1]
        if len(lasting) > 1:
            raise ValidationError({self.fields["code"].column_name: _("Several units bear this code or name.")})
        return lasting[0] if lasting else None

    def check(self, instance: Unit) -> None:
        if instance.protocol_order is None:
            instance.protocol_order = 1000
        instance.full_clean(exclude=["path", "folded"])

    def do_instance_save(self, instance: Unit, is_create: bool) -> None:
        unit_save(unit=instance)


class MemberSheet(Sheet):
    """One row a membership: which unit belongs to which group, from when to when. A group not known yet is made."""

    group = _column("group__name")
    unit = _column("unit", UnitCell())
    valid_from = _column("valid_from", Day())
    valid_to = _column("valid_to", Day())
    action = "group.imported"
    labels = {"group": gettext_lazy("group of units"), "unit": gettext_lazy("unit"), **VALIDITY}

    class Meta(Options):
        model = GroupMember
        fields = ("group", "unit", "valid_from", "valid_to")
        import_id_fields = ("group", "unit", "valid_from")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("group", "unit").order_by("group__name", "unit", "valid_from")

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> GroupMember | None:
        name, unit, begun = self.cell(row, "group"), self.cell(row, "unit"), self.cell(row, "valid_from")
        return GroupMember.objects.filter(group__name=name, unit=unit, valid_from=begun).first() if unit else None

    def after_init_instance(self, instance: GroupMember, new: bool, row: Any, **kwargs: Any) -> None:
        name = self.cell(row, "group")
        if new:
            instance.group = UnitGroup.objects.filter(name=name).first() or UnitGroup(name=name or "", forms=name or "")

    def check(self, instance: GroupMember) -> None:
        instance.group.full_clean()
        if instance.group.pk is None:  # inside the transaction of the import, and of its preview
            instance.group.save()
            instance.group_id = instance.group.pk
        instance.full_clean()


class PersonSheet(Sheet):
    """One row a position; who holds several has several rows, who holds none has those columns empty.
    People come in without a password: an administrator sets the first one."""

    unit = _column("shown__unit", UnitCell())
    title = _column("shown__title")
    role = _column("shown__role", Choice(Role))
    is_head = _column("shown__is_head", YesNo())
    valid_from = _column("shown__valid_from", Day())
    valid_to = _column("shown__valid_to", Day())
    is_active = _column("is_active", YesNo(no="0"))
    action = "person.imported"
    labels = {
        "username": gettext_lazy("user name"),
        "full_name": gettext_lazy("full name"),
        "email": gettext_lazy("work e-mail"),
        "phone": gettext_lazy("work phone"),
        "is_active": gettext_lazy("active"),
        "unit": gettext_lazy("unit"),
        "title": gettext_lazy("title"),
        "role": gettext_lazy("role"),
        "is_head": gettext_lazy("heads the unit"),
        **VALIDITY,
    }
    POSITION = ("unit", "title", "role", "is_head", "valid_from", "valid_to")

    class Meta(Options):
        model = User
        fields = (
            *("username", "full_name", "email", "phone", "is_active"),
            *("unit", "title", "role", "is_head", "valid_from", "valid_to"),
        )
        import_id_fields = ("username",)

    def after_init_instance(self, instance: User, new: bool, row: dict[str, Any], **kwargs: Any) -> None:
        """`shown`: the position that the row tells of, an existing one where unit, role and beginning agree,
        else the one of that unit and role which lasts."""
        if new:
            instance.set_unusable_password()
        unit, role = self.cell(row, "unit"), self.cell(row, "role")
        held = list(instance.positions.filter(unit=unit, role=role).select_related("unit")) if instance.pk else []
        begun = self.cell(row, "valid_from")
        same = [p for p in held if p.valid_from == begun] or [p for p in held if p.valid_to is None]
        instance.shown = same[0] if same else Position()  # type: ignore[attr-defined]

    def import_field(self, field: Field, instance: Any, row: dict[str, Any], is_m2m: bool = False, **kw: Any) -> None:
        if field.attribute == "shown__unit" and not self.cell_text(row, "unit"):
            return  # a position without a unit is none
        if field.attribute == "is_active" and not self.cell_text(row, "is_active"):
            return  # who may sign in stays as it is, unless the sheet says otherwise
        super().import_field(field, instance, row, is_m2m, **kw)

    def cell_text(self, row: dict[str, Any], name: str) -> Any:
        return row.get(self.fields[name].column_name, "")

    def check(self, instance: Any) -> None:
        """As the administration's own page: nobody changes an account that may do more than their own."""
        if instance.is_superuser and not (self.importer and self.importer.is_superuser):
            raise ValidationError({"username": _("This account may do more than yours: it is not changed here.")})
        instance.full_clean()
        position = instance.shown
        if position.unit_id is None:
            if position.title or position.role or position.valid_from:
                raise ValidationError({"unit": _("A position needs a unit.")})
            return
        position.clean_fields(exclude=["user"])

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        person_save(user=instance)

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().after_save_instance(instance, row, **kwargs)
        if instance.shown.unit_id:
            instance.shown.user = instance
            position_save(position=instance.shown)
            record("position.imported", actor=kwargs.get("user"), obj=instance.shown, at=now())

    def iter_queryset(self, queryset: Any) -> Any:
        for user in queryset.prefetch_related("positions__unit"):
            for position in list(user.positions.all()) or [Position()]:
                user.shown = position
                yield user
