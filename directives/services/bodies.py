"""Issuing bodies (cơ quan ban hành): one row for all spellings of a name."""

from wards.folding import fold

from ..models import IssuingBody
from ..resolving import Register
from ..selectors import body_named


def body_get_or_create(*, name: str, side: str, register: Register) -> IssuingBody:
    """Finds the body or writes it down, tied to the unit of that name where it is one of ours."""
    if known := body_named(name):
        return known
    unit = register.resolve(name).unit
    # "UBND quận" here and "UBND quận Mẫu" there are one body where the register knows them as one unit.
    if unit and (known := IssuingBody.objects.filter(unit=unit).order_by("pk").first()):
        return known
    name = " ".join(name.split())
    body, _made = IssuingBody.objects.get_or_create(
        folded=fold(name)[:200],
        defaults={"name": name[:200], "side": side, "unit": unit, "level": unit.level if unit else ""},
    )
    return body
