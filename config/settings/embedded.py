"""One machine, no other service: SQLite, a broker in files, mail in files (`make run`).

DATABASE_URL, REDIS_URL and EMAIL_URL switch each to the real thing with nothing else to change.
DEBUG stays off: an office may work like this, behind its own walls, over plain HTTP."""

import os
import secrets
from pathlib import Path

_var = Path(os.environ.get("VAR_DIR", Path(__file__).resolve().parent.parent.parent / "var"))
_port = os.environ.get("PORT", "8000")


def _secret_key() -> str:
    """The installation's own key, made at the first start and kept in var/ (mode 600)."""
    path = _var / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass  # web, worker and beat may start at once; the first one's key is everybody's
    return path.read_text().strip()


for _folder in ("broker", "broker/control", "mail", "files", "beat"):
    (_var / _folder).mkdir(parents=True, exist_ok=True)
os.environ.setdefault("SECRET_KEY", _secret_key())
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
os.environ.setdefault("SITE_URL", f"http://localhost:{_port}")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_var / 'dondoc.sqlite3'}")
os.environ.setdefault("REDIS_URL", "filesystem://localhost")
os.environ.setdefault("EMAIL_URL", f"filemail:///{_var / 'mail'}")
os.environ.setdefault("SECURE_SSL_REDIRECT", "false")
os.environ.setdefault("SECURE_HSTS_SECONDS", "0")

from .base import *  # noqa: E402, F403
from .base import CELERY_BROKER_URL, SITE_URL  # noqa: E402

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_var / "broker"),
        "data_folder_out": str(_var / "broker"),
        "control_folder": str(_var / "broker" / "control"),
    }
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False  # nobody inspects it, and its replies would pile up as files
