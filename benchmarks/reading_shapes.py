"""Processor seconds for two megabytes of the shapes that cost a reader most, and for a quarter of it beside them:
`python -m benchmarks.reading_shapes [--size 2000000] [SHAPE ...]`. Four times the text should cost four times."""

import argparse
import sys
import time

from benchmarks.reading import CORPUS
from directives.reading import read
from tests.reading.paper import LETTER

ORDER = "- Phòng Quản lý đô thị chủ trì, phối hợp với Ban Quản lý dự án quận lập danh sách trước ngày 20/3/2024.\n\n"
SHAPES = {
    "a letter again and again": LETTER,
    "a real length of prose": "",
    "orders without end": ORDER,
    "numbered lines": "1. Phòng Y tế rà soát.\n",
    "short lines": "a\n",
    "one line of words": "Phòng Y tế kiểm tra quán ăn, báo cáo ",
    "one line of a letter": "a",
    "figures": "1 2 3/4 ",
    "brackets": "( ",
    "numbers of papers": "số 12/QĐ-UBND ngày 1/2/2024\n",
    "days": "trước ngày 20/3/2024 ",
    "columns": "a    b    c    \n",
    "heads of columns": "TT   Nội dung   Đơn vị chủ trì   Thời gian\n",
    "rows": "| 1 | a | b | c |\n",
    "requests in capitals": "UBND QUẬN ĐỀ NGHỊ ",
    "requests": "yêu cầu các đơn vị ",
    "lists of units": "Sở A, ",
    "signatures": "KT. CHỦ TỊCH\n",
    "recipients": "Nơi nhận:\n- Sở A;\n",
    "appendices": "PHỤ LỤC\na\n",
    "letterheads": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nKính gửi: A\n",
    "marks on their own": "e\u0302\u0301",
}


def seconds(text: str) -> float:
    """Processor time of one reading."""
    began = time.process_time()
    read(text)
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=2_000_000)
    parser.add_argument("shapes", nargs="*")
    options = parser.parse_args()
    SHAPES["a real length of prose"] = (CORPUS / "raw" / "a09.txt").read_text(encoding="utf-8")
    for name in options.shapes or SHAPES:
        text = SHAPES[name] * (options.size // len(SHAPES[name]) + 1)
        part, whole = seconds(text[: options.size // 4]), seconds(text[: options.size])
        sys.stdout.write(f"{name:<28}{part:>8.2f}{whole:>8.2f}   x{whole / max(part, 0.001):.1f}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
