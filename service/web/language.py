"""The language in which a person is answered."""

from flask import request

from service.values.document import Language


def preferred() -> Language:
    """The first language of Accept-Language that the service speaks, whatever its region."""
    for tag, quality in request.accept_languages:
        if not quality:
            continue
        match tag.lower().partition("-")[0]:
            case "zh":
                return "zh"
            case "en":
                return "en"
    return "en"
