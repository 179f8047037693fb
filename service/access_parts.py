"""Keys, tokens and quotas, made from the settings."""

from gevent import sleep

from service.access.access import Access, Verifier
from service.access.quotas import Quotas
from service.serving.admission.permits import Permits
from service.settings.access import AccessSettings
from service.values.errors import ConfigError


def make_access(config: AccessSettings, permits: Permits, batches: int) -> Access | None:
    """What asks for keys; None where the settings name none. Raises ConfigError.

    A caller has half of the permits unless its key says otherwise, and never more than half of
    them and of the places to wait: however much one sends, the others find room.
    """
    if config.keys_file is None and config.jwks_file is None:
        return None
    quotas = Quotas(
        share=max(1, permits.count // 2),
        most=max(1, (permits.count + permits.places) // 2),
        batches=max(1, batches // 2),
        sleep=sleep,
    )
    rooms = frozenset(config.keys_open.split(",")) - {"none"}
    if config.metrics_bind is not None:  # who reaches that port may read them
        rooms |= {"metrics"}
    return Access(config.keys_file, _verifier(config), rooms, quotas)


def _verifier(config: AccessSettings) -> Verifier | None:
    if config.jwks_file is None:
        return None
    if config.jwt_audience is None:
        raise ConfigError(
            "IDPHOTO_JWKS_FILE needs IDPHOTO_JWT_AUDIENCE; otherwise tokens for other services "
            "would be valid here"
        )
    try:
        from service.access.tokens import TokenVerifier
    except ImportError as error:
        raise ConfigError(
            f"IDPHOTO_JWKS_FILE needs PyJWT ({error}); install requirements-jwt.txt"
        ) from error
    return TokenVerifier(config.jwks_file, config.jwt_audience, config.jwt_issuer)
