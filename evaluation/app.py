"""The service's app in this process, as warm as in a worker, asked without a socket."""

from typing import Any

from werkzeug.test import TestResponse

from service import settings
from service.app import create_app, warm
from service.web.state import KEY, ProcessState


class WarmApp:
    """The app, and the parts that its process shares."""

    def __init__(self, **changes: object) -> None:
        """With the settings of the environment, but for `changes`. Raises ConfigError."""
        self._app = create_app(settings.load().model_copy(update=changes))
        warm(self._app)
        self.service: ProcessState = self._app.extensions[KEY]

    def post(self, path: str, **request: Any) -> TestResponse:  # noqa: ANN401 - as werkzeug has it
        """The answer to a request, described as for werkzeug's EnvironBuilder."""
        return self._app.test_client().post(path, **request)


def outcome(response: TestResponse) -> str:
    """The status, and for a problem its type: '200', '422 no-face'."""
    if response.status_code == 200:
        return "200"
    slug = str(response.get_json(force=True)["type"]).rpartition("/")[2]
    return f"{response.status_code} {slug}"
