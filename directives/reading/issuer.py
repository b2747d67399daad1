"""The issuing body of a paper without letterhead, from its signature and its text."""

import re

from .casing import body_name, place_name
from .folding import flat
from .layout import Layout
from .model import Value

_STANDING = re.compile(r"[tT]\s?/\s?[lLmM]\s+(BAN THƯỜNG VỤ|THƯỜNG TRỰC|BAN CHẤP HÀNH)")
_COMMITTEE = re.compile(r"(?<!\w)(quan uy|huyen uy|thanh uy|tinh uy|thi uy|dang uy)(?!\w)")
_SEAL = re.compile(r"(?:quan uy|huyen uy|thanh uy|tinh uy|thi uy|dang uy)\W*$")


def issuer_by_signature(fields: dict[str, Value], authority: tuple[str, ...], layout: Layout) -> None:
    """Fill `issuing_body` where the head has none: the seal's words under a signature ("QUẬN ỦY / HÀ ĐÔNG"),
    else the committee the signer signs for ("T/L BAN THƯỜNG VỤ" of a Quận ủy)."""
    if "issuing_body" in fields:
        return
    sealed = _seal(layout)
    if sealed:
        fields["issuing_body"] = sealed
        return
    for line in authority[:1]:
        standing = _STANDING.match(line)
        text = " ".join(x.text for x in [*layout.head[:6], *layout.body[:6]])
        committee = _COMMITTEE.search(flat(text))
        if standing and committee:
            level = text[slice(*committee.span())]
            fields["issuing_body"] = Value(f"{body_name(standing.group(1))} {level[:1].upper()}{level[1:]}", None, 0.5)


def _seal(layout: Layout) -> Value | None:
    for first, second in zip(layout.tail, layout.tail[1:], strict=False):
        if first.is_upper and _SEAL.match(first.flat) and second.is_upper and not second.after_blank:
            return Value(f"{body_name(first.text)} {place_name(second.text)}", (first.start, second.end), 0.6)
    return None
