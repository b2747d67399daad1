"""The administration: units, groups, people; the audit log to read. Saves go through the services,
so that they keep the same rules as every other way in, and each leaves an entry in the audit log."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Model, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .audit import record, register
from .clock import now
from .constraints import NoOverlap
from .enums import Role
from .folding import fold
from .models import AuditEntry, GroupMember, Position, Unit, UnitAlias, UnitGroup, UnitVersion, User
from .resources import MemberSheet, PersonSheet, UnitSheet
from .services.people import check_unit_lasts, person_save, position_save
from .services.units import check_parent, check_since, unit_save
from .spreadsheets import SpreadsheetMixin

register("register.added", "register.changed", "register.deleted")
admin.site.site_header = admin.site.site_title = "Đôn Đốc"
admin.site.index_title = _("Administration")
admin.site.unregister(Group)  # rights come from positions, not from groups of permissions


def person(request: HttpRequest) -> User:
    """Whoever is signed in: the administration lets nobody else in."""
    assert isinstance(request.user, User)
    return request.user


def is_administrator(request: HttpRequest) -> bool:
    user = request.user
    return bool(user.is_active and user.is_staff and (user.is_superuser or Role.ADMINISTRATOR in user.roles))


class Rights:
    """Whoever holds the part of administrator may see and change; nothing that others refer to is deleted."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request)

    has_add_permission = has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)


class Deletable(Rights):
    """For rows that nothing refers to: entered by mistake, they may go."""

    has_delete_permission = Rights.has_view_permission


class Register(Rights, admin.ModelAdmin):
    """Each change in the audit log, beside Django's own short history."""

    list_per_page = 50

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        record("register.added", actor=person(request), obj=obj, at=now(), what=message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        record("register.changed", actor=person(request), obj=obj, at=now(), what=message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> Any:
        for obj in queryset:
            record("register.deleted", actor=person(request), obj=obj, at=now())
        return super().log_deletions(request, queryset)


class DatedFormSet(BaseInlineFormSet):
    """Rows of one page against each other; against those already stored, and not changed with them, the model's
    own constraint looks."""

    def _moving(self) -> list[Any]:
        """Keys of the stored rows that this page changes or removes."""
        return [form.instance.pk for form in self.initial_forms if form.has_changed()]

    def full_clean(self) -> None:
        if self.is_bound:
            for form in self.forms:
                form.instance.moves_with = self._moving()
        super().full_clean()

    def save_existing_objects(self, commit: bool = True) -> Any:
        """Whatever the order of the rows, none meets the old dates of another: all step aside first, each to a day
        of its own in the distant past, and are then saved where they belong, in the same transaction."""
        assert self.model is not None
        for pk in self._moving() if commit else ():
            aside = dt.date.fromordinal(pk % 100_000 + 1)
            dates = {"valid_from": aside, "valid_to": aside + dt.timedelta(days=1)}
            self.model._default_manager.filter(pk=pk).update(**dates)
        return super().save_existing_objects(commit)

    def clean(self) -> None:
        super().clean()
        assert self.model is not None
        rules = [rule for rule in self.model._meta.constraints if isinstance(rule, NoOverlap)]
        kept = [form for form in self.forms if form.cleaned_data.get("valid_from") and form not in self.deleted_forms]
        for i, form in enumerate(kept):
            for rule in rules:
                if any(_clash(rule, form.instance, other.instance) for other in kept[:i]):
                    form.add_error("valid_from", str(rule.get_violation_error_message()))


def _clash(rule: NoOverlap, a: Any, b: Any) -> bool:
    if rule.when and not (getattr(a, rule.when) and getattr(b, rule.when)):
        return False
    same = all(getattr(a, key) == getattr(b, key) for key in rule.keys)
    return (
        same and (b.valid_to is None or b.valid_to > a.valid_from) and (a.valid_to is None or a.valid_to > b.valid_from)
    )


class AliasInline(Deletable, admin.TabularInline):
    model = UnitAlias
    formset = DatedFormSet
    fields = ("text", "source", "valid_from", "valid_to")
    extra = 0


class VersionInline(Rights, admin.TabularInline):
    model = UnitVersion
    fk_name = "unit"
    verbose_name_plural = _("names and places in the tree, over time")
    fields = readonly_fields = ("name", "short_name", "code", "belongs_to", "valid_from", "valid_to")
    extra = 0

    @admin.display(description=_("belongs to"))
    def belongs_to(self, version: UnitVersion) -> str:
        return str(version.parent or "")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class UnitForm(forms.ModelForm):
    since = forms.DateField(
        label=_("Holds from"),
        required=False,
        widget=AdminDateWidget,
        help_text=_(
            "The day from which the new name, code or place in the tree holds: the earlier one stays in the history. "
            "Leave it empty to correct a mistake."
        ),
    )

    class Meta:
        model = Unit
        fields = (
            *("name", "short_name", "code", "kind", "level", "parent", "protocol_order", "approves_first"),
            *("valid_from", "valid_to"),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for check, field in ((check_parent, "parent"), (check_since, "since")):
            try:
                check(self.instance, data.get(field))
            except ValidationError as error:
                self.add_error(None, error)
        return data


@admin.register(Unit)
class UnitAdmin(SpreadsheetMixin, Register):
    resource_classes = [UnitSheet]
    form = UnitForm
    inlines = [AliasInline, VersionInline]
    list_display = ("name", "code", "kind", "level", "parent", "protocol_order", "valid_from", "valid_to")
    list_filter = ("kind", "level")
    list_select_related = ("parent",)
    search_fields = ("folded",)
    autocomplete_fields = ("parent",)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        return super().get_search_results(request, queryset, fold(search_term))

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        unit_save(unit=obj, since=form.cleaned_data.get("since"))


class MemberInline(Deletable, admin.TabularInline):
    model = GroupMember
    formset = DatedFormSet
    fields = ("unit", "valid_from", "valid_to")
    autocomplete_fields = ("unit",)
    extra = 0


@admin.register(UnitGroup)
class UnitGroupAdmin(Register):
    inlines = [AliasInline, MemberInline]
    search_fields = ("name",)


@admin.register(GroupMember)
class GroupMemberAdmin(SpreadsheetMixin, Deletable, Register):
    resource_classes = [MemberSheet]
    list_display = ("group", "unit", "valid_from", "valid_to")
    list_filter = ("group",)
    list_select_related = ("group", "unit")
    autocomplete_fields = ("group", "unit")


class PositionForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("unit") and data.get("valid_from"):
            check_unit_lasts(data["unit"], data["valid_from"])
        return data


class PositionInline(Deletable, admin.TabularInline):
    model = Position
    form = PositionForm
    formset = DatedFormSet
    fields = ("unit", "title", "role", "is_head", "valid_from", "valid_to")
    formfield_overrides = {models.CharField: {"widget": forms.TextInput(attrs={"size": 12})}}  # the row on one screen
    autocomplete_fields = ("unit",)
    extra = 0

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **more)
        if field and db_field.name == "unit":
            field.widget.attrs["data-width"] = "180px"  # the row on one screen
        return field


@admin.register(User)
class PersonAdmin(SpreadsheetMixin, Register, UserAdmin):
    resource_classes = [PersonSheet]
    inlines = [PositionInline]
    ordering = ("sort_key", "id")
    list_display = ("full_name", "username", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("sort_key", "username")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (None, {"fields": ("full_name", "email", "phone", "language")}),
        (_("Access"), {"fields": ("is_active", "is_staff")}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("username", "full_name", "usable_password", "password1", "password2"), "classes": ("wide",)},
        ),
    )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        return super().get_search_results(request, queryset, fold(search_term))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        person_save(user=obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody takes over an account that may do more than their own."""
        stronger = obj is not None and obj.is_superuser and not request.user.is_superuser
        return is_administrator(request) and not stronger


@admin.register(Position)
class PositionAdmin(Deletable, Register):
    form = PositionForm
    list_display = ("user", "unit", "title", "role", "is_head", "valid_from", "valid_to")
    list_filter = ("role", "is_head")
    list_select_related = ("user", "unit")
    search_fields = ("user__sort_key", "unit__folded", "title")
    autocomplete_fields = ("user", "unit")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        return super().get_search_results(request, queryset, fold(search_term))

    def save_model(self, request: HttpRequest, obj: Position, form: Any, change: bool) -> None:
        position_save(position=obj)


@admin.register(AuditEntry)
class AuditEntryAdmin(Rights, admin.ModelAdmin):
    """To read only; the database too refuses every change."""

    list_display = ("at", "actor", "action", "object_label", "request_id")
    list_filter = ("action",)
    list_select_related = ("actor",)
    search_fields = ("object_label", "request_id")
    date_hierarchy = "at"
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_add_permission
