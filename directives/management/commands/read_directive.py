"""Read directives from files, without a database: an outline for people, or JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from directives.opening import Unreadable, open_document
from directives.reading import Reading, read, secrecy_mark
from directives.services.messages import unreadable_words

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


class Command(BaseCommand):
    help = (
        "Đọc văn bản chỉ đạo (.docx, .doc, .pdf, bản quét, .html, .txt …) và in các trường, nhiệm vụ, đơn vị, thời hạn "
        "đọc được. Không cần cơ sở dữ liệu."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        form = parser.add_mutually_exclusive_group()
        form.add_argument(
            "--json", action="store_true", help="in JSON: một đối tượng, hoặc một danh sách nếu có nhiều tệp"
        )
        form.add_argument("--out", metavar="DIR", help="ghi NAME.json cho từng tệp vào thư mục này")

    def handle(self, *args: Any, **options: Any) -> None:
        found: list[dict[str, Any]] = []
        failed = 0
        for path in map(Path, options["files"]):
            try:
                reading = read_file(path)
            except (Unreadable, SecretPaper, OSError) as error:
                failed += 1
                self.stderr.write(f"{path}: {_why(error)}")
                continue
            if options["out"]:
                _write(Path(options["out"]), path.stem, reading)
            elif options["json"]:
                found.append(reading.as_json())
            else:
                self.stdout.write(f"── {path.name}\n{outline(reading)}\n")
        if options["json"]:
            self.stdout.write(_dump(found[0] if len(options["files"]) == 1 and found else found))
        if failed:
            raise CommandError(f"{failed} tệp không đọc được", returncode=1)


class SecretPaper(Exception):
    """The paper bears a secrecy mark."""


def read_file(path: Path) -> Reading:
    """The reading of one file, recognised where need be. Raises Unreadable, OSError, SecretPaper."""
    text = open_document(path.name, path.read_bytes())
    if secrecy_mark(text):
        raise SecretPaper
    return read(text)


def _why(error: Exception) -> str:
    if isinstance(error, Unreadable):
        with override("vi"):
            return unreadable_words(error)
    return str(error.strerror or error) if isinstance(error, OSError) else "văn bản mang dấu độ mật, không đọc"


def _write(folder: Path, name: str, reading: Reading) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(_dump(reading.as_json()), encoding="utf-8")


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
