"""Gunicorn's settings, for `make run` and for the container alike; all from the environment."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
timeout = 60  # longer than any page; an upload of 25 MB on a slow line arrives through the proxy, or in threads
graceful_timeout = 8
keepalive = 5
max_requests, max_requests_jitter = 10_000, 1_000  # a leak, should there be one, does not outlive a day
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 heartbeat off a slow disk
loglevel = "warning"
# ACCESS_LOG=- writes one line a request: no query string and no address, which are personal data.
accesslog = os.environ.get("ACCESS_LOG") or None
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(b)s %(M)sms [%({x-request-id}o)s]"
