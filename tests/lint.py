"""`make lint`: every check is run even where one fails; the exit code says whether all passed."""

import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# What the deployment check needs to start with production settings; none of it is reached.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.base",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "dondoc.example",
    "SITE_URL": "https://dondoc.example",
    "DATABASE_URL": "sqlite://:memory:",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp://localhost:25",
}
MANAGE = [sys.executable, "manage.py"]


def program(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def compose() -> list[str]:
    """Docker's own reading of the file where its client is installed; tests/ops reads it as YAML everywhere."""
    has_plugin = shutil.which("docker") and subprocess.run(["docker", "compose", "version"], capture_output=True)
    if has_plugin and has_plugin.returncode == 0:
        return ["docker", "compose", "--env-file", ".env.example", "config", "--quiet"]
    return [sys.executable, "-m", "tests.compose"]


def steps() -> dict[str, list[str]]:
    return {
        "code": program("ruff", "check", "--quiet", "."),
        "format": program("ruff", "format", "--check", "--quiet", "."),
        "types": program("mypy", "wards", "directives", "assignments", "config"),
        "templates": program("djlint", "templates", "--lint", "--quiet"),
        "layers": program("lint-imports"),
        "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
        "translations": [sys.executable, "-m", "tests.translations"],
        "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
        "compose": compose(),
    }


def run(name: str, command: list[str]) -> bool:
    """One line where it passes; the whole output where it does not."""
    begun = time.monotonic()
    environment = os.environ | (PRODUCTION if name == "deployment" else {})
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{name:14} {verdict}  ({time.monotonic() - begun:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


def main(chosen: list[str]) -> int:
    """All checks, or those named: `python -m tests.lint code types`."""
    results = [run(name, command) for name, command in steps().items() if not chosen or name in chosen]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
