"""The administration's import and export pages: what files they take, and that a file is taken whole or not at all."""

from typing import Any

import tablib
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm

# django-import-export has no Vietnamese, and Django's lacks some words of the administration. A sentence that stands
# here is carried by our catalogue, which goes before theirs.
BORROWED = [
    gettext_noop("Import"),
    gettext_noop("Export"),
    gettext_noop("File to import"),
    gettext_noop("Format"),
    gettext_noop("Submit"),
    gettext_noop("Preview"),
    gettext_noop("New"),
    gettext_noop("Update"),
    gettext_noop("Skipped"),
    gettext_noop("Confirm import"),
    gettext_noop("No valid data to import. Ensure your file has the correct headers or data for import."),
    gettext_noop(
        "Below is a preview of data to be imported. If you are satisfied with the results, click 'Confirm import'"
    ),
    gettext_noop("Import finished: {} new, {} updated, {} deleted and {} skipped {}."),
    gettext_noop("Reset password"),
    gettext_noop("Set password"),
    gettext_noop("Enabled"),
    gettext_noop("Disabled"),
    gettext_noop("Password-based authentication"),
    gettext_noop("Raw passwords are not stored, so there is no way to see the user’s password."),
    gettext_noop("After you’ve created a user, you’ll be able to edit more user options."),
    gettext_noop(
        "Whether the user will be able to authenticate using a password or not. If disabled, they may still be able "
        "to authenticate using other backends, such as Single Sign-On or LDAP."
    ),
    gettext_noop("Skip to main content"),
    gettext_noop("Breadcrumbs"),
    gettext_noop("Filter navigation items"),
    gettext_noop("Toggle navigation"),
    gettext_noop("Toggle theme (current theme: auto)"),
    gettext_noop("Toggle theme (current theme: light)"),
    gettext_noop("Toggle theme (current theme: dark)"),
    gettext_noop("Show counts"),
    gettext_noop("Hide counts"),
]


class AnyCsv(CSV):
    """Comma or semicolon, whichever the first line has more of: where the decimal sign is a comma, spreadsheets
    write semicolons."""

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> tablib.Dataset:
        text = in_stream.decode(self.encoding or "utf-8-sig") if isinstance(in_stream, bytes) else in_stream
        head = text.partition("\n")[0]
        return super().create_dataset(text, delimiter=";" if head.count(";") > head.count(",") else ",", **kwargs)


class SpreadsheetMixin(ImportExportMixin):
    formats = [XLSX, AnyCsv]
    export_form_class = ExportForm  # the other one carries inline scripts and styles
    to_encoding = "utf-8-sig"  # without the mark, spreadsheets take Vietnamese letters for something else
    import_template_name = "admin/wards/import.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)  # type: ignore[attr-defined]

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)  # type: ignore[attr-defined]

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_import_data_kwargs(**kwargs) | {"rollback_on_validation_errors": True}

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """The register may have changed since the preview: then nothing is imported, and it is said."""
        if not (result.has_errors() or result.has_validation_errors()):
            return super().process_result(result, request)
        messages.error(request, _("Nothing was imported: the register has changed since the preview. Try again."))
        return HttpResponseRedirect(request.path.replace("process_import", "import"))

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        words = _("The file cannot be read. Choose .xlsx for a spreadsheet; a .csv must be saved as “CSV UTF-8”.")
        form.add_error("import_file", words)
