"""Which departments hear of feedback, and how: the `[feedback]` section."""

from __future__ import annotations

from datetime import time
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator

from chat.errors import Unfit
from language.first_word import first_word

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class FeedbackSettings(BaseModel):
    """The `[feedback]` section."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    departments: tuple[str, ...] = Field(
        default=("product", "service"),
        description="Departments to which feedback can be sent, one word each.",
    )
    digest_day: Weekday = Field(default="monday", description="Day on which departments get their digest.")
    digest_time: time = Field(default=time(9, 30), description="Local time of the digest, such as 09:30.")
    cluster_days: int = Field(
        default=90, ge=1, description="How many days back the same matter is looked for."
    )
    notices: tuple[SecretStr, ...] = Field(
        default=(),
        description="Where else a digest goes, a department and an Apprise address each, such as "
        "product mailto://user:password@example.org?to=team@example.org or product json://example.org/hook.",
    )

    @field_validator("departments")
    @classmethod
    def _are_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or any(not name or len(name) > 24 or name != "".join(name.split()) for name in value):
            raise Unfit("support.unfit.departments")
        return value

    @field_validator("notices")
    @classmethod
    def _are_addresses(cls, value: tuple[SecretStr, ...], known: ValidationInfo) -> tuple[SecretStr, ...]:
        departments = known.data.get("departments")
        for one in value:
            department, address = first_word(one.get_secret_value())
            if not department or "://" not in address:
                raise Unfit("support.unfit.notice")
            if departments is not None and department not in departments:
                raise Unfit("support.unfit.notice_department", name=department, known=", ".join(departments))
        return value

    def addresses(self, department: str) -> tuple[str, ...]:
        """The Apprise addresses of a department."""
        pairs = (first_word(one.get_secret_value()) for one in self.notices)
        return tuple(address for name, address in pairs if name == department)
