"""Who wants what is kept about them erased or told, and who speaks of data otherwise."""

from __future__ import annotations

import pytest

from language.own_data import Wish, wish_about_own_data


@pytest.mark.parametrize(
    "text",
    [
        "帮我删掉我的所有资料",
        "我想把我的数据都删掉",
        "把你们存的关于我的东西全部清除",
        "我要注销，删除我的个人信息",
        "删掉我说过的话",
        "刪除我嘅資料",
        "请把关于我的一切删除",
        "能不能把我的聊天记录删了",
        "please delete all my data",
        "I want you to erase everything you have about me",
        "GDPR request: delete my personal data",
        "can you remove all my messages and data pls",
        "forget everything about me",
        "delete what you know about me",
        "I want my data deleted",
        "I'd like all my personal information to be erased, thanks",
        "I want to be forgotten",
        "wipe my info please",
        "erase everything you store on me",
        "Please remove my data.",
    ],
)
def test_a_wish_for_erasure(text: str) -> None:
    assert wish_about_own_data(text) is Wish.ERASE


@pytest.mark.parametrize(
    "text",
    [
        "你们保存了我什么信息",
        "你们都存了我哪些数据",
        "把我的数据发给我一份",
        "我想看看你们存的关于我的数据",
        "怎么删除我的数据",
        "导出我的数据",
        "what do you know about me?",
        "what data do you have about me",
        "i want a copy of my data",
        "how do I delete my data?",
        "send me everything you have on me",
        "can I have a copy of my personal data",
    ],
)
def test_a_wish_to_know_or_to_have(text: str) -> None:
    assert wish_about_own_data(text) is Wish.KNOW


@pytest.mark.parametrize(
    "text",
    [
        "the update deleted all my data",
        "你们把我的存档删了",
        "更新把我的数据全删了",
        "谁删了我的消息",
        "don't delete my data",
        "别删我的数据",
        "delete my account",
        "how do I delete my account",
        "what do you know about refunds",
        "everything about me is funny",
        "remove my mute please",
        "my data plan is too small",
        "delete the message from Bob",
        "数据怎么导出",
        "我的数据没了",
        "忘了我吧",
        "删了吧",
        "what info do you need from me",
        "where is my data stored",
        "how do i",
        "个人信息在哪里改",
        "how do I see my messages on the watch",
    ],
)
def test_what_happened_or_is_kept_elsewhere_is_no_wish(text: str) -> None:
    assert wish_about_own_data(text) is None


@pytest.mark.parametrize(
    "word", ["我想要", "请能不能", "我都全部", "i want you to ", "please ", "my data and ", "你们保存"]
)
def test_many_words_of_a_wish_are_read_at_once(word: str) -> None:
    """Each of them in one way alone: else this would take longer than anybody waits."""
    assert wish_about_own_data((word * 120)[:105] + "资料 data x") is None
