"""Read directives from files, without a database: an outline for people, or JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directives.reading import Reading, Unreadable, open_document, read, secrecy_mark

_FIELDS = (
    ("doc_type", "Loại"),
    ("number", "Số, ký hiệu"),
    ("issued_on", "Ngày"),
    ("issuing_body", "Cơ quan ban hành"),
    ("subject", "Trích yếu"),
    ("signer", "Người ký"),
    ("signer_title", "Chức vụ"),
    ("urgency", "Độ khẩn"),
)
_WHY = {
    "empty": "tệp rỗng",
    "too_big": "tệp quá lớn",
    "not_docx": "không phải tệp .docx",
    "encrypted": "tệp có mật khẩu",
    "zip_bomb": "tệp nén bất thường",
    "unknown_type": "không rõ loại tệp",
    "binary": "không phải văn bản thuần",
    "secret": "văn bản mang dấu độ mật, không đọc",
}


class Command(BaseCommand):
    help = "Đọc văn bản chỉ đạo (.txt, .docx) và in các trường, nhiệm vụ, đơn vị, thời hạn đọc được."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        form = parser.add_mutually_exclusive_group()
        form.add_argument(
            "--json", action="store_true", help="in JSON: một đối tượng, hoặc một danh sách nếu có nhiều tệp"
        )
        form.add_argument("--out", metavar="DIR", help="ghi NAME.json cho từng tệp vào thư mục này")

    def handle(self, *args: Any, **options: Any) -> None:
        readings: list[tuple[Path, Reading]] = []
        failed = 0
        for path in map(Path, options["files"]):
            try:
                readings.append((path, read_file(path)))
            except Unreadable as error:
                failed += 1
                self.stderr.write(f"{path}: {_WHY.get(error.code, error.code)} {_facts(error)}".rstrip())
            except OSError as error:
                failed += 1
                self.stderr.write(f"{path}: {error.strerror or error}")
        self._show(readings, options)
        if failed:
            raise CommandError(f"{failed} tệp không đọc được", returncode=1)

    def _show(self, readings: list[tuple[Path, Reading]], options: dict[str, Any]) -> None:
        if options["out"]:
            folder = Path(options["out"])
            folder.mkdir(parents=True, exist_ok=True)
            for path, reading in readings:
                (folder / f"{path.stem}.json").write_text(_dump(reading.as_json()), encoding="utf-8")
        elif options["json"]:
            found = [reading.as_json() for _, reading in readings]
            self.stdout.write(_dump(found[0] if len(options["files"]) == 1 and found else found))
        else:
            for path, reading in readings:
                self.stdout.write(f"── {path.name}\n{outline(reading)}\n")


def read_file(path: Path) -> Reading:
    """The reading of one file. Raises Unreadable, also with code "secret" for a paper with a secrecy mark."""
    text = open_document(path.name, path.read_bytes())
    mark = secrecy_mark(text)
    if mark:
        raise Unreadable("secret", mark=mark)
    return read(text)


def outline(reading: Reading) -> str:
    """The reading as lines for people, in Vietnamese."""
    lines = [f"{label}: {reading.fields[name].value}" for name, label in _FIELDS if name in reading.fields]
    for task in reading.tasks:
        values = task.as_json()
        parts = [f"{task.number or '•'}  {task.short_title}"]
        if values["lead"]:
            parts.append(f"chủ trì: {', '.join(values['lead'])}")
        if values["coordinating"]:
            parts.append(f"phối hợp: {', '.join(values['coordinating'])}")
        if task.deadline:
            parts.append(f"hạn: {task.deadline.text}")
        lines.append("   | ".join(parts))
    total = reading.coverage
    lines.append(f"Bao phủ: {total.covered}/{total.total} câu giao việc")
    return "\n".join(lines)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _facts(error: Unreadable) -> str:
    return f"({', '.join(f'{k}: {v}' for k, v in error.facts.items())})" if error.facts else ""
