"""Client of the ID photo service: `IdPhotoClient`, and `AsyncIdPhotoClient` for asyncio and trio.

Every error is an `IdPhotoError`. What the service refuses is a `ProblemError`, of a class for each
type of problem in `idphoto_client.problems`, such as `problems.NoFace`.
"""

from idphoto_client import fields as fields
from idphoto_client import models as models
from idphoto_client import problems as problems
from idphoto_client.asynchronous import AsyncIdPhotoClient as AsyncIdPhotoClient
from idphoto_client.bodies import BatchFile as BatchFile
from idphoto_client.client import IdPhotoClient as IdPhotoClient
from idphoto_client.errors import IdPhotoError as IdPhotoError
from idphoto_client.errors import ProblemError as ProblemError
from idphoto_client.errors import TimedOut as TimedOut
from idphoto_client.errors import UnexpectedAnswer as UnexpectedAnswer
from idphoto_client.errors import Unreachable as Unreachable
from idphoto_client.errors import problem_of as problem_of
