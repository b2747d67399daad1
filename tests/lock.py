"""`make lock`: the pinned requirements from pyproject.toml, for every platform, with hashes and no address in them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"]
FILES = {"requirements.txt": [], "requirements-dev.txt": ["--group", "dev"]}


def main() -> int:
    for name, more in FILES.items():
        command = ["uv", "pip", "compile", "--quiet", *OPTIONS, *more, "--output-file", name, "pyproject.toml"]
        code = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, stdout=subprocess.DEVNULL).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
