"""A sigh for company and a call for the staff are told apart."""

from __future__ import annotations

import pytest

from language.company import longs_for_company


@pytest.mark.parametrize(
    "text",
    [
        "好想跟人聊聊天",
        "好想跟人说话",
        "真的好想跟人聊聊",
        "唉，想找个人聊聊",
        "今天好累，想找人说说话",
        "一个人好无聊，谁来陪我聊天",
        "没人陪我说话",
        "好孤单啊，没人聊天",
        "有没有人陪我聊会儿天",
        "好久没和人聊天了",
        "心情不好，想跟人聊聊",
        "失眠了，有人聊天吗",
        "真想跟朋友聊聊天",
        "想聊天，有人吗",
        "我好想跟你们聊天",
        "最近压力好大，想跟人聊一聊",
        "so lonely tonight, wish I could talk to someone",
        "I want to chat with people",
        "anyone wanna chat?",
        "can't sleep, anyone want to talk?",
        "I miss talking to people",
        "feeling down, need someone to talk to",
        "I haven't talked to a real person in days lol",
        "I want to talk with people so badly",
        "I'd love to chat with someone",
        "long day, just need to talk to someone",
        "is anyone up for a chat",
        "man I need some human contact",
        "I just need a human to hug",
        "would be nice to talk to a human for once",
        "bored, talk to me someone",
        "感觉身边没有一个能说话的人",
        "好久没跟真人面对面说过话了",
        "天天对着机器聊天，想跟活人说句话",
        "有没有人在呀，陪我聊五毛钱的",
        "在家办公一个月了，好怀念跟人聊天的日子",
        "无聊死了，来个人跟我聊天呗",
        "工作好累，来个人陪我聊会儿",
        "我身边连个可以说话的人都没有",
        "一天没说话了，好想跟人说句话",
        "it's so quiet here, someone talk to me",
        "anyone else up? can't sleep and want company",
        "I just want a human connection, you know?",
        "sometimes you just need a person to talk to",
        "moved to Berlin, no one to talk to",
    ],
)
def test_a_sigh_longs_for_company(text: str) -> None:
    assert longs_for_company(text)


@pytest.mark.parametrize(
    "text",
    [
        "转人工",
        "来个人跟我说",
        "我要跟活人说",
        "想跟你们说句话，我的货一直没到",
        "来个人陪我处理一下",
        "好怀念以前的客服",
        "you need a person to look at my order",
        "I want a human connection to your support",
        "想跟活人说句话",
        "我要跟人说话",
        "我想和人说话",
        "我就想跟真人聊",
        "我想跟你们聊聊",
        "有没有人能跟我说说",
        "好想跟人聊聊我的订单",
        "没人跟我说话，问了三天了",
        "退款没到，想跟人聊聊",
        "我的号被封了，心情很差，想找人聊聊",
        "被骗了好难过，想找个人说说",
        "不想活了，想找人聊聊",
        "心情不好，我要找人工",
        "机器人真没用，想跟人聊聊",
        "想和客服说说话",
        "I want to talk to someone",
        "I just want to talk to someone",
        "I want to talk to people who can fix this",
        "nobody to talk to about my ticket",
        "wish I could talk to a real agent",
        "I'd love to chat with someone from support",
        "it would be nice to talk to a human about this order",
        "bad day, my order is lost and nobody helps",
        "I'm tired of waiting, I want to talk to someone",
        "I'm sad that you ignore me, I want to talk to someone",
        "I want to die, I just need someone to talk to",
        "my card was stolen, feeling down, want to talk to someone",
    ],
)
def test_whoever_names_the_staff_or_a_trouble_calls(text: str) -> None:
    assert not longs_for_company(text)
