# One image, one process. Build: docker build -t secondstory .   Run: see docs/how-to/serve.md
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements/web.txt requirements/web.txt
RUN python -m venv /opt/secondstory \
 && /opt/secondstory/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/web.txt
COPY . .
RUN /opt/secondstory/bin/pip install --no-cache-dir --no-deps .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --no-create-home --home-dir /data secondstory \
 && mkdir -m 0700 /data /keys && chown secondstory /data /keys
COPY --from=build /opt/secondstory /opt/secondstory
USER secondstory
ENV PATH=/opt/secondstory/bin:$PATH \
    SECONDSTORY_WORKSPACE=/data/workspace \
    SECONDSTORY_KEYS=/keys/keys \
    SECONDSTORY_WEB_HOST=0.0.0.0
VOLUME ["/data", "/keys"]
EXPOSE 8470
CMD ["secondstory", "serve"]
