"""The planner over a real store, on both databases."""

from __future__ import annotations

from tests.contracts.conftest import postgres as postgres
from tests.contracts.conftest import store as store
