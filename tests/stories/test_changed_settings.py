"""A changed configuration holds for what is said next, without a restart."""

from __future__ import annotations

from datetime import timedelta

from bot.settings import PrivacySettings
from tests.world import Town


async def test_the_communitys_name_and_what_is_kept_change_at_once(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.commands("start", place=ann.private)
    await ann.private.heard("handlers.start.hello", community="Garden")
    settings = town.app.settings
    town.app.apply(
        settings.model_copy(
            update={
                "community": settings.community.model_copy(update={"name": "Orchard"}),
                "privacy": PrivacySettings(keep_messages=timedelta(days=3)),
            }
        )
    )
    await ann.commands("start", place=ann.private)
    await ann.private.heard("handlers.start.hello", community="Orchard")
    await ann.commands("privacy", place=ann.private)
    await ann.private.heard("handlers.privacy.kept", messages=town.pick(zh="3 天", en="3 days"))


async def test_the_home_of_tickets_moves_at_once(town: Town) -> None:
    directory = town.app.people
    home = directory.home()
    assert home is not None
    settings = town.app.settings
    elsewhere = "discord" if home.platform != "discord" else "telegram"
    town.app.apply(
        settings.model_copy(update={"support": settings.support.model_copy(update={"home": elsewhere})})
    )
    assert directory.home() is None, "there is no staff space on that platform"
