"""An invented office for trying things out: `manage.py load_demo`. Every name, number and person in it is made up."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "dondoc-thu-nghiem"  # noqa: S105 known to everybody: the command refuses a database that holds people
ACCOUNTS: list[tuple[str, Promise, str]] = [
    ("vanthu", _("Clerk"), PASSWORD),
    ("chutich", _("Ward chair"), PASSWORD),
    ("canbo", _("Unit staff"), PASSWORD),
    ("lanhdao", _("Leader"), PASSWORD),
    ("kiemtra", _("Inspector"), PASSWORD),
    ("quantri", _("Administrator"), PASSWORD),
]
