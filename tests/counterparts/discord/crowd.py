"""A crowd: many guilds, channels and people at once, and the acts that a bench lets them prepare."""

from __future__ import annotations

from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.community import Community
from tests.counterparts.discord.components import shown_components
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.people import Person
from tests.counterparts.discord.server import DiscordServer
from tests.counterparts.discord.shapes import Json, ids

MOST_IN_ROW = 5


class Crowd:
    """People of a town, by their ids."""

    def __init__(self, town: DiscordServer) -> None:
        self._town = town
        self._guilds: dict[int, Community] = {}
        self._people: dict[int, Person] = {}
        self._messages: dict[int, Message] = {}
        self._newcomers = 0

    def found(self, wanted: Json) -> Json:
        """`guilds`, `channels` and `members` of each; the ids of all."""
        founded = [self._guild(number, wanted) for number in range(int(wanted.get("guilds", 1)))]
        return {"bot": str(self._town.bot.id), "guilds": founded}

    def _guild(self, number: int, wanted: Json) -> Json:
        guild = self._town.guild(f"Guild {number}", locale=wanted.get("locale", "zh-CN"))
        self._guilds[guild.id] = guild
        channels = [guild.text_channel(f"channel-{one}") for one in range(int(wanted.get("channels", 1)))]
        people = [guild.member(f"member{number}x{one}") for one in range(int(wanted.get("members", 1)))]
        self._people |= {person.id: person for person in people}
        return {
            "id": str(guild.id),
            "channels": ids(channel.id for channel in channels),
            "members": ids(person.id for person in people),
        }

    def act(self, wanted: Json) -> str | None:
        """One act of somebody, or a raw event (`t`, `d`); the id of what it made."""
        if "t" in wanted:
            self._town.gateway.inject(wanted["t"], wanted["d"])
            return None
        kind = wanted["act"]
        if kind == "says":
            return str(self._person(wanted).says(self._channel(wanted), wanted["text"]).id)
        if kind == "joins":
            return str(self._newcomer(int(wanted["guild"])).id)
        if kind == "leaves":
            self._person(wanted).leaves()
            return wanted["by"]
        if kind == "shows":
            return str(self._shown(wanted).id)
        if kind == "presses":
            message = self._messages[int(wanted["message"])]
            return str(self._person(wanted).presses(message, wanted["button"]).id)
        raise ValueError(f"nobody knows how to {kind}")

    def _person(self, wanted: Json) -> Person:
        return self._people[int(wanted["by"])]

    def _channel(self, wanted: Json) -> Channel:
        return self._town.world.channels[int(wanted["channel"])]

    def _newcomer(self, guild_id: int) -> Person:
        self._newcomers += 1
        person = self._guilds[guild_id].member(f"newcomer{self._newcomers}")
        self._people[person.id] = person
        return person

    def _shown(self, wanted: Json) -> Message:
        """A message of the bot with buttons, as if posted in an earlier life; no event tells of it."""
        world, channel = self._town.world, self._channel(wanted)
        buttons = [{"type": 2, "style": 2, **one} for one in wanted["buttons"][:MOST_IN_ROW]]
        message = Message(
            id=world.snowflakes.new(),
            channel=channel,
            author=world.bot,
            at=world.now(),
            content=wanted.get("text", ""),
            components=shown_components([{"type": 1, "components": buttons}]),
        )
        channel.messages[message.id] = self._messages[message.id] = message
        return message
