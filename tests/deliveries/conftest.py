"""Ada's programs."""

from tests.api.conftest import rival as stranger
from tests.api.conftest import script as writing
from tests.api.conftest import watcher as reading

rival = stranger
script = writing
watcher = reading
