"""Runs, connects, stores, wires: the only code that knows everyone."""

import sys

# structlog loads rich where it finds it, a thirtieth of all memory, for tracebacks that Steward prints without it.
sys.modules["rich"] = None  # type: ignore[assignment]
import structlog  # noqa: E402, F401

del sys.modules["rich"]
