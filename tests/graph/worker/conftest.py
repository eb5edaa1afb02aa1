from __future__ import annotations

from tests.graph.stores.conftest import store_folder as store_folder
