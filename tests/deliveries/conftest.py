"""Ada's programs."""

from tests.api.conftest import rival as stranger
from tests.api.conftest import script as writing

rival = stranger
script = writing
