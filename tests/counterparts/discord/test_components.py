"""Buttons, menus, forms and layouts: pressed, chosen, filled in."""

from __future__ import annotations

import discord
import pytest

from tests.counterparts.discord.interactions import Callback
from tests.counterparts.discord.refusals import NotAllowed
from tests.counterparts.discord.sdk import listening


async def test_buttons_answer_update_and_can_be_used_up(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")

    class Entry(discord.ui.View):
        @discord.ui.button(label="Enter", custom_id="enter:7", style=discord.ButtonStyle.success)
        async def enter(self, interaction: discord.Interaction, button: discord.ui.Button):
            button.disabled = True
            button.label = "Closed"
            await interaction.response.edit_message(content="1 entry", view=self)
            await interaction.followup.send("you are in", ephemeral=True)

    async with listening(town) as steward:
        await steward.channel(general).send("giveaway", view=Entry(timeout=None))
        pressed = ann.presses(general.last, "Enter")
        assert (await pressed.response()).content == "1 entry"
        assert (await pressed.followup()).is_ephemeral
        assert general.last.components[0]["components"][0]["label"] == "Closed"
        for which in ("enter:7", "Closed", 0, "Enter", 3):
            with pytest.raises(NotAllowed):
                ann.presses(general.last, which)
        assert pressed.metadata()["interacted_message_id"] == str(general.last.id)


async def test_what_is_ephemeral_is_pressed_only_by_whom_it_was_shown_to(town):
    garden = town.guild()
    general, ann, ben = garden.text_channel("general"), garden.member("ann"), garden.member("ben")

    class Sure(discord.ui.View):
        @discord.ui.button(label="Sure", custom_id="sure")
        async def sure(self, interaction: discord.Interaction, button: discord.ui.Button):
            await interaction.response.defer()
            await interaction.delete_original_response()

    async with listening(town) as steward:

        @steward.tree.command(name="ask", description="asks")
        async def ask(interaction: discord.Interaction):
            await interaction.response.send_message("sure?", view=Sure(), ephemeral=True)

        await steward.tree.sync()
        question = await ann.slash(general, "ask").response()
        with pytest.raises(NotAllowed, match="does not see"):
            ben.presses(question, "Sure")
        with pytest.raises(discord.NotFound):
            await steward.channel(general).fetch_message(question.id)
        pressed = ann.presses(question, "Sure")
        assert await pressed.acknowledged() is Callback.DEFERRED_UPDATE
        await town.wait_for(lambda: question.deleted)


async def test_menus_of_words_and_of_people(town):
    garden = town.guild()
    general, ann, ben = garden.text_channel("general"), garden.member("ann"), garden.member("ben")

    class Choice(discord.ui.View):
        @discord.ui.select(placeholder="Why?", options=[discord.SelectOption(label="Spam", value="spam")])
        async def why(self, interaction: discord.Interaction, select: discord.ui.Select):
            await interaction.response.send_message(select.values[0], ephemeral=True)

        @discord.ui.select(cls=discord.ui.UserSelect, custom_id="who", max_values=2)
        async def who(self, interaction: discord.Interaction, select: discord.ui.UserSelect):
            await interaction.response.send_message(" ".join(one.name for one in select.values))

    async with listening(town) as steward:
        await steward.channel(general).send("report", view=Choice())
        report = general.last
        assert (await ann.chooses(report, "Why?", "Spam").response()).content == "spam"
        assert (await ann.chooses(report, "who", ann, ben).response()).content == "ann ben"
        with pytest.raises(NotAllowed):
            ann.chooses(report, "Why?", "Other")


async def test_a_form_opens_is_filled_in_and_read(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")

    class Terms(discord.ui.Modal, title="Giveaway"):
        prize: discord.ui.TextInput = discord.ui.TextInput(label="Prize", custom_id="prize", max_length=20)
        places: discord.ui.Label = discord.ui.Label(
            text="Places", component=discord.ui.TextInput(custom_id="places", default="1")
        )

        async def on_submit(self, interaction: discord.Interaction):
            places = self.places.component.value  # type: ignore[attr-defined]
            await interaction.response.send_message(f"{self.prize.value} x {places}")

    async with listening(town) as steward:

        @steward.tree.command(name="giveaway", description="gives away")
        async def giveaway(interaction: discord.Interaction):
            await interaction.response.send_modal(Terms())

        await steward.tree.sync()
        opened = ann.slash(general, "giveaway")
        assert (await opened.form())["title"] == "Giveaway"
        with pytest.raises(NotAllowed, match="must be filled"):
            ann.submits(opened)
        sent = ann.submits(opened, Prize="T 恤", places="3")
        assert (await sent.response()).content == "T 恤 x 3"
        with pytest.raises(NotAllowed, match="no form"):
            ann.submits(opened, Prize="again")


async def test_layouts_of_the_newer_kind_are_taken_and_given_back(town):
    garden = town.guild()
    general, ann = garden.text_channel("general"), garden.member("ann")

    class Card(discord.ui.LayoutView):
        box: discord.ui.Container = discord.ui.Container(
            discord.ui.TextDisplay("# Ticket 7"),
            discord.ui.Separator(),
            discord.ui.Section(
                discord.ui.TextDisplay("open"), accessory=discord.ui.Button(label="Claim", custom_id="c")
            ),
        )

    async with listening(town) as steward:
        sent = await steward.channel(general).send(view=Card())
        assert sent.flags.components_v2
        assert sent.components[0].children[0].content == "# Ticket 7"
        pressed = ann.presses(general.last, "Claim")
        await town.wait_for(lambda: steward.heard("interaction"))
        assert pressed.data["custom_id"] == "c"
        with pytest.raises(discord.HTTPException):
            await steward.http.edit_message(
                general.id, sent.id, params=discord.http.handle_message_parameters(content="words")
            )


async def test_what_lies_before_a_person_can_be_looked_up(town):
    garden = town.guild()
    general, ann, ben = garden.text_channel("general"), garden.member("ann"), garden.member("ben")

    class Card(discord.ui.View):
        @discord.ui.button(label="Appeal", custom_id="appeal")
        async def appeal(self, interaction: discord.Interaction, button: discord.ui.Button):
            await interaction.response.send_message("noted", ephemeral=True)

        @discord.ui.button(label="Why", custom_id="why")
        async def why(self, interaction: discord.Interaction, button: discord.ui.Button):
            modal = discord.ui.Modal(title="Why")
            modal.add_item(discord.ui.TextInput(label="Reason", custom_id="reason"))
            await interaction.response.send_modal(modal)

    async with listening(town) as steward:
        sent = await steward.channel(general).send("case 7", view=Card())
        card = town.message(sent.id)
        await ann.presses(card, "Appeal").response()
        assert [one.content for one in ann.whispers] == ["noted"]
        assert town.message(ann.whispers[0].id) is ann.whispers[0]
        assert ben.whispers == []
        opened = ann.presses(card, "Why")
        await opened.form()
        assert (ann.open_form, ben.open_form) == (opened, None)
        ann.submits(opened, reason="unfair")
        assert ann.open_form is None
        assert garden.person(str(ann.id)).account is ann.account
        assert town.channel(str(general.id)) is general
        assert town.commands() == []
