"""What a solicitation leaves besides words: addresses, handles, numbers, prices, and the marks of a disguise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from language.disguise import letter_words, number_words, numerals, stands
from moderation import marks
from moderation.addresses import host_of, invitations
from moderation.breaches import View
from moderation.glance import Glance
from moderation.lexicon import Found, Kind
from moderation.sieve import Sieve, loosened

QUOTATION = "quotation"
"""The signal of a text most of which somebody else said."""
_PRICES = {f"price{n}": one for n, one in enumerate(marks.PRICES)}
_SIEVE = Sieve(
    {
        "hidden": marks.HIDDEN,
        "handle": loosened(marks.LIKE_HANDLE),
        "added": marks.ADD_V,
        "reach": marks.LIKE_REACH,
        "group": marks.GROUP,
        "at": marks.AT,
        "phone": loosened(marks.LIKE_PHONE),
        "wallet": marks.LIKE_WALLET,
        "rate": marks.RATE,
        "leet": marks.LEET_WORD,
        "broken": marks.BROKEN,
        "separated": marks.SEPARATED,
        **_PRICES,
    }
)


_NOTHING: AbstractSet[str] = frozenset()


def traces(seen: Glance) -> Iterator[Found]:
    """Everything of the kind in a text."""
    folded, original = seen.folded, seen.original
    words = seen.traits
    apart = words.dashed > 0 or (words.single > 1 and seen.parted)
    may = _SIEVE.may_match(folded) if words.telling or apart else _NOTHING
    if words.telling and (marks.ADDRESSED.search(folded) or "hxxp" in folded):
        yield from _addresses(seen, may)
    if may:
        yield from _handles(seen, may)
        yield from _amounts(folded, may)
    if not folded.isascii():
        if numerals()[0].search(seen.plain):
            yield from _numbers(seen)
    elif _counts(seen) > 4 and (number := number_words().search(folded)):
        yield _found("spoken_number", Kind.CONTACT, number, View.NUMBER, 1.2)
    if words.figures > 2 and (spelt := letter_words().search(folded)):
        yield _found("spoken_letters", Kind.CONTACT, spelt, View.NUMBER, 1.4)
    if quoted := _quotation(folded):
        yield _found(QUOTATION, Kind.RELIEF, quoted, View.FORM, -1.2)
    if seen.odd:
        yield from _disguises(original, folded)
    if may:
        yield from _broken(seen, may, apart=apart)


def _quotation(folded: str) -> re.Match[str] | None:
    """What somebody else said, where it is most of a text and something is said about it, too."""
    if not ('"' in folded or "“" in folded or "「" in folded or "『" in folded or folded.startswith(">")):
        return None
    quoted = marks.QUOTED.search(folded)
    if quoted is None or not 0.4 * len(folded) < len(quoted[0]) < len(folded) - 6:
        return None
    return quoted


def _counts(seen: Glance) -> int:
    figures = seen.traits.figures
    return figures + len(seen.digits) if figures else 0


def _amounts(folded: str, may: AbstractSet[str]) -> Iterator[Found]:
    likely = [one for name, one in _PRICES.items() if name in may]
    prices = [found for one in likely if (found := one.search(folded))]
    if prices:
        yield _found("price", Kind.PRICE, min(prices, key=re.Match.start), View.FORM, 0.5)
    if "rate" in may and (rate := marks.RATE.search(folded)):
        yield _found("rate", Kind.PRICE, rate, View.FORM, 0.8)


def _broken(seen: Glance, may: AbstractSet[str], *, apart: bool) -> Iterator[Found]:
    folded, words = seen.folded, seen.traits
    leet = "leet" in may and words.leet and stands(marks.LEET_WORD, folded, 2)
    if leet or ("broken" in may and words.dashed and stands(marks.BROKEN, folded, 3)):
        yield Found("broken_words", Kind.DISGUISE, "", 0, len(folded), View.FORM, 0.9)
    if apart and "separated" in may and (taken := marks.SEPARATED.search(folded)):
        yield _found("separated", Kind.DISGUISE, taken, View.FORM, 1.0)


def _found(name: str, kind: Kind, match: re.Match[str], view: View, weight: float) -> Found:
    return Found(name, kind, match[0][:80], match.start(), match.end(), view, weight)


def _addresses(seen: Glance, may: AbstractSet[str]) -> Iterator[Found]:
    folded = seen.folded
    for one in invitations(folded):
        yield Found(
            "invitation",
            Kind.LINK,
            folded[one.start : one.end][:80],
            one.start,
            one.end,
            View.LINK,
            1.7 if one.sure else 1.3,
        )
    if "](" in folded:
        for masked in marks.MASKED.finditer(folded):
            shown, target = marks.HOST.search(masked[1]), host_of(masked[2])
            if shown and target and not target.endswith(shown[1].removeprefix("www.")):
                yield _found("masked_link", Kind.LINK, masked, View.LINK, 3.2)
            elif target and not marks.KNOWN.search(target):
                yield _found("named_link", Kind.LINK, masked, View.LINK, 1.2)
    if marks.DOTTED.search(folded):
        yield from _hosts(seen)
        if "@" in folded and (mail := marks.MAIL.search(folded)):
            yield _found("mail", Kind.CONTACT, mail, View.ENTITY, 0.7)
    if "hidden" in may and (hidden := marks.HIDDEN.search(folded)):
        yield _found("hidden_link", Kind.LINK, hidden, View.FORM, 1.5)


def _hosts(seen: Glance) -> Iterator[Found]:
    original = seen.original
    plainly = original.isascii() or "." not in original
    written = "" if plainly else original.lower()
    strangely: bool | None = None
    for host in marks.HOST.finditer(seen.folded):
        weight = _suspicion(host[1])
        if weight is None:
            continue
        if plainly or host[1] in written:
            yield _found("host", Kind.LINK, host, View.LINK, weight)
            continue
        if strangely is None:
            strangely = bool(marks.MIXED.search(original) or marks.FANCY.search(original))
        yield _found("lookalike_host", Kind.LINK, host, View.LINK, 2.4 if strangely else weight)


_LOOKALIKES = str.maketrans("01345", "oleas")


def _suspicion(host: str) -> float | None:
    """How much a host speaks for a solicitation; None for a well known one."""
    if marks.KNOWN.search(host):
        return None
    name, _, tld = host.rpartition(".")
    named = marks.BRAND.search(name.translate(_LOOKALIKES).replace("rn", "m").replace("vv", "w"))
    return (
        (2.0 if named and named[0] not in name else 0)
        + 0.4
        + (0.9 if tld in marks.CHEAP else 0)
        + (0.9 if marks.BAIT.search(name) else 0)
        + (1.2 if "xn--" in host else 0)
    )


def _handles(seen: Glance, may: AbstractSet[str]) -> Iterator[Found]:
    folded = seen.folded
    if "handle" in may:
        for handle in marks.HANDLE.finditer(folded):
            if marks.ID.search(handle["id"]) or ":" in handle[0] or "号" in handle[0]:
                yield _found("handle", Kind.CONTACT, handle, View.ENTITY, 1.9)
                break
    if "added" in may and (added := marks.ADD_V.search(folded)):
        yield _found("add_contact", Kind.CONTACT, added, View.ENTITY, 1.4)
    if "reach" in may and (reach := marks.REACH.search(folded)):
        yield _found("reach", Kind.CONTACT, reach, View.ENTITY, 1.4)
    if "group" in may and (group := marks.GROUP.search(folded)):
        yield _found("group_number", Kind.CONTACT, group, View.ENTITY, 1.8)
    if "at" in may and (named := marks.AT.search(folded)):
        cued = marks.AT_CUE.search(folded[max(0, named.start() - 14) : named.start()])
        yield _found("at_name", Kind.CONTACT, named, View.ENTITY, 1.0 if cued else 0.4)
    if (
        "phone" in may
        and _may_call(seen)
        and (phone := marks.PHONE.search(folded))
        and not marks.DATED.match(phone[0])
    ):
        yield _found("phone", Kind.CONTACT, phone, View.ENTITY, 1.1)
    if "wallet" in may and len(folded) > 25 and (wallet := marks.WALLET.search(folded)):
        yield _found("wallet", Kind.CONTACT, wallet, View.ENTITY, 1.0)


def _may_call(seen: Glance) -> bool:
    """Whether there are digits enough for a phone number."""
    lengths = [*map(len, seen.digits)]
    return max(lengths, default=0) > 8 or (sum(lengths) > 4 and bool(marks.GROUPED.search(seen.folded)))


_COUNTING = "零一二三四五六七八九十"


def _numbers(seen: Glance) -> Iterator[Found]:
    folded = seen.folded
    cued = marks.CUE.search(folded) is not None
    for number in numerals()[0].finditer(seen.plain):
        digits = number[0]
        written = not digits.isascii() and _is_written(digits)
        if not (cued or written):
            continue
        said = seen.said
        start, end = said.starts[number.start()], said.ends[number.end() - 1]
        before = folded[max(0, start - 12) : start]
        near = cued and bool(marks.CUE.search(before)) and not marks.OTHER_NUMBER.search(before)
        if written:
            yield Found(
                "written_number", Kind.CONTACT, digits[:40], start, end, View.NUMBER, 1.8 if near else 1.0
            )
            if near and marks.MESSENGER.search(before):  # everybody else writes it in figures
                yield Found("number_in_words", Kind.DISGUISE, "", start, end, View.FORM, 0.7)
        elif near and end - start <= 2 * len(digits) and not marks.TIMED.search(folded[start:end]):
            yield Found("number", Kind.CONTACT, digits[:40], start, end, View.NUMBER, 1.4)


def _is_written(digits: str) -> bool:
    """Whether the digits of a number are words, or some of them are."""
    mixed = any(map(str.isascii, digits)) or not digits.isdigit()
    return mixed and digits[:6] not in _COUNTING and len(set(digits)) > 2


def _disguises(original: str, folded: str) -> Iterator[Found]:
    """Marks in the original; they are told for the whole text, since what they hide is found elsewhere."""
    for name, pattern, least, weight in _MARKS:
        if stands(pattern, original, least):
            yield Found(name, Kind.DISGUISE, name, 0, len(folded), View.FORM, weight)


_MARKS = (
    ("invisible", marks.INVISIBLE, 2, 1.2),
    ("fancy_letters", marks.FANCY, 6, 0.8),
    ("mixed_scripts", marks.MIXED, 3, 1.4),
    ("zalgo", marks.ZALGO, 2, 1.0),
    ("radicals", marks.RADICALS, 2, 1.2),
    ("reversed", re.compile("[\u202e\u2067]"), 1, 1.6),
    ("upside_down", re.compile("[ɐɔǝɟƃɥᴉɾʞʃןɯɹʇʌʍʎ]"), 4, 1.0),
    (
        "pictures_for_words",
        re.compile(r"(?:[\u4e00-\u9fff，。]\s?[\U0001f300-\U0001faff➕✈☎☕🔝⬆]\ufe0f?){2}"),
        1,
        0.7,
    ),
)
