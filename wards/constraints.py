"""Rules that only the database can keep, as Django constraints, the same on both engines.

`AppendOnly` refuses UPDATE and DELETE. `AllowedMoves` refuses a change that its pairs do not hold. `NoOverlap` refuses
two rows of the same keys whose half-open spans [valid_from, valid_to) meet. All are triggers: PostgreSQL's exclusion
constraints need an extension that not every server has, and SQLite has none. They travel with the model's Meta, so a
later migration that rebuilds a table (SQLite does so for most changes) rebuilds them with it.
"""

from abc import abstractmethod
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Model, Q
from django.utils.translation import gettext_lazy as _


class _TriggerConstraint(BaseConstraint):
    @abstractmethod
    def _bodies(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        """The triggers as SQL, `%(table)s` for the table."""

    def _statements(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[Statement]:
        table = Table(model._meta.db_table, editor.quote_name)
        return [Statement(body, table=table) for body in self._bodies(model, editor)]

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        # After the table is made; kept as a Statement, so that a table renamed on the way takes its trigger along.
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        for statement in self._statements(model, schema_editor):
            schema_editor.execute(statement)

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        return f'DROP TRIGGER IF EXISTS "{self.name}" ON "{model._meta.db_table}"'  # SQLite rebuilds the table instead

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((type(self), self.name))


def _pg(name: str, timing: str, body: str) -> str:
    """A PostgreSQL function and its trigger."""
    return (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN {body} RETURN NEW; END $$; "
        f'CREATE TRIGGER "{name}" {timing} ON %(table)s FOR EACH ROW EXECUTE FUNCTION "{name}"()'
    )


class AppendOnly(_TriggerConstraint):
    """Rows are added, never changed or removed. SQLite's REPLACE removes too: it meets the triggers because of
    `PRAGMA recursive_triggers` (config.settings.base). PostgreSQL's TRUNCATE does not meet them, on purpose: the tests
    empty their tables with it, and whoever may truncate owns the table and could drop the trigger as well."""

    def _bodies(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        words = f"{model._meta.db_table} is append-only ({self.name})"
        if editor.connection.vendor == "postgresql":
            body = f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';"
            return [_pg(self.name, "BEFORE UPDATE OR DELETE", body)]
        return [
            f'CREATE TRIGGER "{self.name}_{event.lower()}" BEFORE {event} ON %(table)s '
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
            for event in ("UPDATE", "DELETE")
        ]

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        if not instance._state.adding:
            raise ValidationError(_("This record can only be added to, never changed."), code=self.name)


class AllowedMoves(_TriggerConstraint):
    """A column changes only from one value of a pair to the other: `moves` are the pairs. How a row begins is free."""

    default_violation_error_message = _("This change is not allowed.")

    def __init__(self, *, name: str, field: str, moves: list[Any], violation_error_message: Any = None) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.field, self.moves = field, tuple(sorted((str(before), str(after)) for before, after in moves))

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"field": self.field, "moves": [list(pair) for pair in self.moves]}

    def _bodies(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        column = model._meta.get_field(self.field).column  # type: ignore[union-attr]
        allowed = ", ".join(f"'{before}>{after}'" for before, after in self.moves)
        wrong = f"OLD.{column} <> NEW.{column} AND OLD.{column} || '>' || NEW.{column} NOT IN ({allowed})"
        words = f"no such change of {column} ({self.name})"
        if editor.connection.vendor == "postgresql":
            fault = f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';"
            body = f"IF {wrong} THEN {fault} END IF;"
            return [_pg(self.name, "BEFORE UPDATE", body)]
        return [
            f'CREATE TRIGGER "{self.name}" BEFORE UPDATE ON %(table)s '
            f"WHEN {wrong} BEGIN SELECT RAISE(ABORT, '{words}'); END"
        ]

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        before = model._default_manager.using(using).filter(pk=instance.pk).values_list(self.field, flat=True).first()
        after = getattr(instance, self.field)
        if before not in (None, after) and (before, after) not in self.moves:
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)


class NoCycle(_TriggerConstraint):
    """No row of a tree stands under itself: the parent's `path` ("12/40/") does not hold the row's own identifier.

    The paths are kept by the services; this holds even where somebody writes a parent past them."""

    def _bodies(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        find = "strpos" if editor.connection.vendor == "postgresql" else "instr"
        within = f"{find}('/' || o.path, '/' || NEW.id || '/') > 0"
        clash = f"EXISTS (SELECT 1 FROM %(table)s o WHERE o.id = NEW.parent_id AND {within})"
        words = f"a circle in the tree ({self.name})"
        if editor.connection.vendor == "postgresql":
            # Two moves that cannot see each other could together close a circle: the advisory lock queues them.
            body = (
                f"PERFORM pg_advisory_xact_lock(hashtext('{self.name}')); "
                f"IF {clash} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            )
            return [_pg(self.name, "AFTER INSERT OR UPDATE OF parent_id", body)]
        return [
            f'CREATE TRIGGER "{self.name}_{event.split()[0].lower()}" AFTER {event} ON %(table)s '
            f"WHEN {clash} BEGIN SELECT RAISE(ABORT, '{words}'); END"
            for event in ("INSERT", "UPDATE OF parent_id")
        ]

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        """The services name it at the field (wards.services.units.check_parent)."""


class NoOverlap(_TriggerConstraint):
    """No two rows with the same `keys` are valid on the same day. `when` names a boolean column that must be true."""

    default_violation_error_message = _("These dates overlap another record's.")

    def __init__(
        self, *, name: str, keys: tuple[str, ...], when: str = "", violation_error_message: Any = None
    ) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.keys, self.when = tuple(keys), when

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"keys": self.keys, "when": self.when}

    def _bodies(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        columns = [model._meta.get_field(key).column for key in self.keys]  # type: ignore[union-attr]
        when = f"AND o.{self.when} AND NEW.{self.when}" if self.when else ""
        clash = (  # names of this code's own tables and columns, nothing a person typed
            f"EXISTS (SELECT 1 FROM %(table)s o WHERE o.id <> NEW.id {when} "
            + "".join(f"AND o.{column} = NEW.{column} " for column in columns)
            + "AND (o.valid_to IS NULL OR o.valid_to > NEW.valid_from) "
            "AND (NEW.valid_to IS NULL OR NEW.valid_to > o.valid_from))"
        )
        words = f"overlapping dates ({self.name})"
        if editor.connection.vendor == "postgresql":
            # Two transactions that cannot see each other's rows would both pass: the advisory lock queues them.
            key = " || '/' || ".join(f"NEW.{column}::text" for column in columns)
            body = (
                f"PERFORM pg_advisory_xact_lock(hashtext('{self.name}'), hashtext({key})); "
                f"IF {clash} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'exclusion_violation'; END IF;"
            )
            return [_pg(self.name, "AFTER INSERT OR UPDATE", body)]
        return [
            f'CREATE TRIGGER "{self.name}_{event.lower()}" AFTER {event} ON %(table)s '
            f"WHEN {clash} BEGIN SELECT RAISE(ABORT, '{words}'); END"
            for event in ("INSERT", "UPDATE")
        ]

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        if (self.when and not getattr(instance, self.when)) or instance.valid_from is None:
            return
        same = {key: getattr(instance, model._meta.get_field(key).attname) for key in self.keys}
        # `moves_with`: rows changed together with this one (wards.admin.DatedFormSet), so that the stored dates of
        # those say nothing; the form set compares the new ones.
        aside = [instance.pk, *getattr(instance, "moves_with", ())]
        others = model._default_manager.using(using).filter(**same).exclude(pk__in=aside)
        if self.when:
            others = others.filter(**{self.when: True})
        others = others.filter(Q(valid_to=None) | Q(valid_to__gt=instance.valid_from))
        if instance.valid_to:
            others = others.filter(valid_from__lt=instance.valid_to)
        if others.exists():
            raise ValidationError(self.get_violation_error_message(), code=self.violation_error_code)
