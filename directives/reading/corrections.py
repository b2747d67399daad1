"""A correction (đính chính): what was printed wrongly counts no more, what it reads now does."""

import re

from .text import Passage, from_place, once

_OLD = r"(?:da|tung)? ?(?:in|ghi|viet|neu)(?: la)?(?: nham)?\s*:?\s*[\"'].{3,400}?[\"']"
_NEW = r"(?:nay |xin |duoc )*(?:sua|dinh chinh|dieu chinh|thay|doc)(?: lai)? ?(?:thanh|la|bang)\s*:?\s*[\"']?"
_CORRECTED = re.compile(rf"(?<!\w){_OLD}[,;.]?\s*{_NEW}")


@once
def corrected(p: Passage) -> Passage:
    """The passage from the new wording on ("đã in ..., nay sửa thành: ..."), or the passage itself."""
    found = _CORRECTED.search(p.flat) if '"' in p.flat else None
    return from_place(p, found.end()) if found and found.end() < len(p.text) else p
