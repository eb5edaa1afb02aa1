from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.attacks.listening import Listener
from tests.webapp.conftest import server as server


@pytest.fixture
def listener() -> Iterator[Listener]:
    opened = Listener()
    yield opened
    opened.close()
