"""What a browser would send: the fields of a page as they stand, with some of them changed."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    """Names and values of what a form would send: the form with that id, or the assign form for an empty one."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.data: dict[str, list[str]] = {}
        self.area = self.select = ""
        self.chosen: str | None = None
        self.first: str | None = None

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attrs = dict(pairs)
        if tag == "form":
            self.inside = attrs.get("id") == self.form_id if self.form_id else "data-assign" in attrs
        if not self.inside or "disabled" in attrs:
            return
        name, value = attrs.get("name") or "", attrs.get("value") or ""
        if tag == "textarea":
            self.area = name
            self.data[name] = [""]
        elif tag == "select":
            self.select, self.chosen, self.first = name, None, None
        elif tag == "option" and self.select:
            self.first = value if self.first is None else self.first
            self.chosen = value if "selected" in attrs else self.chosen
        elif tag == "input" and name and (attrs.get("type") not in ("checkbox", "radio") or "checked" in attrs):
            self.data.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "select" and self.select:
            self.data[self.select] = [self.chosen if self.chosen is not None else self.first or ""]
            self.select = ""
        elif tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.area:
            self.data[self.area][0] += data


def filled(response: Any, form_id: str = "review-form", **changes: Any) -> dict[str, Any]:
    """The page's own data with `changes` (double underscore for a dash); None takes a field out."""
    parser = _Fields(form_id)
    parser.feed(response.content.decode())
    data: dict[str, Any] = {name: values for name, values in parser.data.items() if name != "csrfmiddlewaretoken"}
    for name, values in data.items():
        data[name] = [value.removeprefix("\n") for value in values]
    for name, value in changes.items():
        key = name.replace("__", "-")
        if value is None:
            data.pop(key, None)
        else:
            data[key] = value
    return data
