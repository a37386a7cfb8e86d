"""The rooms' doors, in one place."""

import importlib

_SERVICES = []
for _m, _ns in (
    ("moderation", ("Moderation",)),
    ("faq", ("Faq",)),
    ("support", ("Support",)),
    ("campaigns", ("Giveaways", "Questions")),
    ("schedules", ("Posts",)),
    ("analytics", ("Analytics",)),
):
    try:
        _mod = importlib.import_module(f"{_m}.service")
        _SERVICES += [getattr(_mod, n) for n in _ns]
    except ImportError as e:
        print("MISSING ROOM", _m, e)
SERVICES = tuple(_SERVICES)
