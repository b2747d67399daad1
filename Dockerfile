FROM python:3.12-slim AS build
WORKDIR /app
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PATH=/venv/bin:$PATH
RUN python -m venv /venv
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
COPY . .
RUN for catalogue in locale/*/LC_MESSAGES/*.po; do \
        pybabel --quiet compile --use-fuzzy --input-file "$catalogue" --output-file "${catalogue%.po}.mo"; \
    done
# The settings refuse to start without these; nothing of them stays in the image.
RUN SECRET_KEY=only-while-building ALLOWED_HOSTS=build SITE_URL=https://build DATABASE_URL=sqlite://:memory: \
    REDIS_URL=redis://build EMAIL_URL=dummymail:// DJANGO_SETTINGS_MODULE=config.settings.base \
    python manage.py collectstatic --noinput --verbosity 0

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.base HOST=0.0.0.0 PORT=8000 VAR_DIR=/data
# Scans are recognised by Tesseract; old Word files (.doc) are converted by LibreOffice.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends tesseract-ocr tesseract-ocr-vie libreoffice-writer-nogui \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin dondoc \
    && install --directory --owner dondoc --group dondoc /data /data/files /data/beat /static
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
USER dondoc
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 CMD ["python", "deploy/healthcheck.py"]
CMD ["python", "-m", "gunicorn", "--config", "python:config.gunicorn", "config.wsgi:application"]
