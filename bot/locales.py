"""What a platform's locale says of a person's language."""

from __future__ import annotations

from chat.people import Language


def language_of_locale(locale: str | None) -> Language | None:
    """`zh-CN`, `zh-hans`, `zh_TW` … → zh; any other tag → en; none → None."""
    if not locale:
        return None
    return "zh" if locale.lower().startswith("zh") else "en"
