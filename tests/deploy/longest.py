"""How long a request may take, by the defaults of the settings."""

from service.settings import Settings

SETTINGS = Settings.model_fields
# The deadline counts body and wait as well; after a second more the service ends by itself.
LONGEST = max(SETTINGS["deadline_seconds"].default, SETTINGS["body_seconds"].default) + 1
BATCH = SETTINGS["batch_seconds"].default + SETTINGS["deadline_seconds"].default
