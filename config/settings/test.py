"""Settings of the test suite: the embedded ones, with a folder of its own and nothing that waits."""

import atexit
import os
import shutil
import tempfile
import warnings

# A test must not depend on what the shell happens to hold; the engine alone is chosen from outside.
for _name in ("REDIS_URL", "EMAIL_URL", "SITE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "STATIC_ROOT", "MEDIA_ROOT"):
    os.environ.pop(_name, None)
os.environ["CONN_MAX_AGE"] = "0"  # a connection kept by a server's thread would hold the test database at the end
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="dondoc-test-")
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from .embedded import *  # noqa: E402, F403
from .embedded import STORAGES, TEMPLATES  # noqa: E402


class Undefined(str):
    """A template that names what its view does not give fails, instead of showing nothing."""

    def __mod__(self, name: object) -> str:
        if str(name) in {"export_url", "password_url"}:  # named by import_export's and by Django's own templates
            return ""
        raise AssertionError(f"the template's variable {name} is undefined")


warnings.filterwarnings("error", message="DateTimeField .* received a naive datetime")
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("undefined %s")  # type: ignore[index]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
WHITENOISE_AUTOREFRESH = True
