"""Exit code 0 while the web container answers and its database is there. Used by Docker; needs nothing installed."""

import os
import sys
import urllib.error
import urllib.request

PORT = os.environ.get("PORT", "8000")
# Django answers only to the hosts it is told of; the check comes from inside, under the first of them.
HOST = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".*") or "localhost"


def main() -> int:
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}/health/ready", headers={"Host": HOST})
    try:
        with urllib.request.urlopen(request, timeout=4) as response:  # noqa: S310 the address is this container's own
            return 0 if response.status == 200 else 1
    except (urllib.error.URLError, OSError):
        return 1


if __name__ == "__main__":
    sys.exit(main())
