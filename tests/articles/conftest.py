"""Programs that use the API."""

from tests.api.conftest import script as writing
from tests.api.conftest import watcher as reading

script = writing
watcher = reading
