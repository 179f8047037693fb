# docker build -t idphoto .
#   --build-arg PYTHON_IMAGE=...          the same image from a mirror, or with its digest
#   --build-arg PIP_INDEX_URL=...         another package index; the hashes stay those of the lock
#   --build-arg IDPHOTO_MODEL_MIRROR=...  base URL of u2netp.onnx, instead of rembg's release
#   --build-arg IDPHOTO_MATTING=portrait  an image without weights, for machines that cannot fetch
#   --build-arg VERSION=0.2.0             what /readyz and the image's label say; else 0+unknown
#   --build-arg TRACING=1                 with OpenTelemetry, for IDPHOTO_TRACING
#   --build-arg JWT=1                     with PyJWT, for IDPHOTO_JWKS_FILE
#   --build-arg PROVIDER=cuda             with onnxruntime for NVIDIA's cards, CUDA 13 and cuDNN 9, for
#                                         a host with their driver and container toolkit; 3 GB more
# docker run --rm -p 8000:8000 --read-only --cap-drop ALL --stop-timeout 40 idphoto
#   It writes nothing but the workers' heartbeats and counters in /dev/shm, which is memory and
#   which every container has.
ARG PYTHON_IMAGE=python:3.13-slim-trixie


FROM ${PYTHON_IMAGE} AS base
# What opencv-python links against; Debian decides their versions, with its security fixes.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libgl1 libglib2.0-0t64 \
 && rm -rf /var/lib/apt/lists/*
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ORT_DISABLE_TELEMETRY=1 \
    NUMBA_DISABLE_JIT=1 \
    IDPHOTO_MODEL_HOME=/models
WORKDIR /app


FROM base AS build
ARG PIP_INDEX_URL
ARG TRACING
ARG JWT
ARG PROVIDER=cpu
COPY requirements.txt requirements-otel.txt requirements-jwt.txt requirements-gpu.txt ./
RUN python -m venv --without-pip /opt/venv \
 && pip --python /opt/venv/bin/python --no-cache-dir install \
      --require-hashes --only-binary :all: \
      -r requirements.txt ${TRACING:+-r requirements-otel.txt} ${JWT:+-r requirements-jwt.txt} \
 && if [ "$PROVIDER" = cuda ]; then \
      pip --python /opt/venv/bin/python uninstall --yes onnxruntime \
      && pip --python /opt/venv/bin/python --no-cache-dir install --no-deps \
           --require-hashes --only-binary :all: -r requirements-gpu.txt; \
    elif [ "$PROVIDER" != cpu ]; then echo "PROVIDER is cpu or cuda" >&2; exit 1; fi


# Only what fetching needs is copied, so that the weights outlive changes of the other code.
FROM build AS models
ARG IDPHOTO_MATTING=portrait-u2netp
ARG IDPHOTO_MODEL_MIRROR
COPY service/__init__.py service/
COPY service/models/ service/models/
COPY service/settings/ service/settings/
COPY service/values/ service/values/
RUN mkdir -p /models \
 && if [ "$IDPHOTO_MATTING" != portrait ]; then python -m service.models; fi \
 && chmod -R a+rX /models


FROM build AS code
COPY wsgi.py gunicorn.conf.py ./
COPY service/ service/
ARG VERSION
RUN if [ -n "$VERSION" ]; then echo "__version__ = \"$VERSION\"" > service/_version.py; fi \
 && python -m compileall -q --invalidation-mode unchecked-hash service \
 && chmod -R a+rX .


FROM base AS final
ARG IDPHOTO_MATTING=portrait-u2netp
ARG PROVIDER=cpu
ARG VERSION
ARG REVISION
LABEL org.opencontainers.image.title="idphoto-service" \
      org.opencontainers.image.description="Turns a portrait into a standard ID photo" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV PYTHONDONTWRITEBYTECODE=1 \
    IDPHOTO_MATTING=${IDPHOTO_MATTING} \
    IDPHOTO_PROVIDERS=${PROVIDER} \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
COPY --from=build /opt/venv /opt/venv
COPY --from=models /models /models
COPY --from=code /app/wsgi.py /app/gunicorn.conf.py ./
COPY --from=code /app/service ./service
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["python", "-m", "service", "health"]
CMD ["gunicorn"]
