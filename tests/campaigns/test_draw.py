"""The draw: fair, repeatable by anyone, and no change to a proof goes unnoticed."""

from __future__ import annotations

import copy
import hashlib
import hmac
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.draw import Differs, Entrant, Reproduced, prove, redraw, rules_hash, verify
from tests.campaigns.crowds import SECRET, TERMS, crowd, crowds, drawn, secrets

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "giveaway-proof.json"


def straightforward(proof: dict[str, Any]) -> list[str]:
    """The published protocol once more, as a stranger would write it: a list of tickets, no cleverness."""
    terms = json.dumps(proof["terms"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    rules = hashlib.sha256(terms.encode()).hexdigest()
    rows = sorted(proof["entrants"], key=lambda row: row[0].encode())
    lines = hashlib.sha256("".join(f"{code}:{tickets}\n" for code, tickets in rows).encode()).hexdigest()
    secret = bytes.fromhex(proof["secret"])
    assert hashlib.sha256(secret).hexdigest() == proof["secret_hash"]
    assert (rules, lines) == (proof["rules_hash"], proof["entrants_hash"])
    key = hmac.new(secret, f"{rules}|{lines}|{proof['beacon']}".encode(), hashlib.sha256).digest()
    hat = [code for code, tickets in rows for _ in range(tickets)]
    winners: list[str] = []
    while hat and len(winners) < proof["places"] + len(proof["redraws"]):
        attempt = 0
        while True:
            said = hmac.new(key, f"winner:{len(winners)}:{attempt}".encode(), hashlib.sha256).hexdigest()
            bits = f"{int(said, 16):0256b}"[: len(hat).bit_length()]
            if int(bits, 2) < len(hat):
                break
            attempt += 1
        winners.append(hat[int(bits, 2)])
        hat = [code for code in hat if code != winners[-1]]
    return winners


def test_the_published_example_is_reproduced_by_a_stranger() -> None:
    proof = json.loads(EXAMPLE.read_text("utf-8"))
    assert isinstance(verify(proof), Reproduced)
    again = [row["code"] for row in proof["redraws"]]
    assert len(again) == 2
    assert straightforward(proof) == [*proof["winners"], *again]


@given(crowds, secrets, st.integers(1, 15), st.sampled_from(["", "drand:quicknet:123:ab"]))
def test_any_draw_is_reproduced_by_a_stranger(
    entrants: list[Entrant], secret: bytes, places: int, beacon: str
) -> None:
    proof = prove(terms=TERMS, secret=secret, entrants=entrants, places=places, beacon=beacon)
    plain = json.loads(json.dumps(proof.plain(), ensure_ascii=False))
    assert verify(plain) == Reproduced(proof=proof)
    assert straightforward(plain) == list(proof.winners)
    assert len(set(proof.winners)) == len(proof.winners) == min(places, len(entrants))


@given(crowds, secrets, st.integers(1, 11))
def test_more_places_only_add_winners(entrants: list[Entrant], secret: bytes, places: int) -> None:
    fewer = prove(terms=TERMS, secret=secret, entrants=entrants, places=places)
    more = prove(terms=TERMS, secret=secret, entrants=entrants, places=places + 1)
    assert more.winners[:places] == fewer.winners


@given(crowds, secrets, st.lists(st.integers(0, 20), max_size=6))
def test_a_redraw_is_the_next_of_the_stream_and_never_an_earlier_winner(
    entrants: list[Entrant], secret: bytes, replaced: list[int]
) -> None:
    proof = prove(terms=TERMS, secret=secret, entrants=entrants, places=2)
    everybody = prove(terms=TERMS, secret=secret, entrants=entrants, places=len(entrants)).winners
    for number in replaced:
        gone = proof.holders[number % len(proof.holders)]
        again = redraw(proof, replaces=gone, reason="没有回应")
        drawn_before = {*proof.winners, *(row.code for row in proof.redraws)}
        if again is None:
            assert drawn_before == set(everybody)
            break
        assert again.redraws[-1].code not in drawn_before
        assert gone not in again.holders
        proof = again
    assert (*proof.winners, *(row.code for row in proof.redraws)) == everybody[: 2 + len(proof.redraws)]
    assert verify(proof.plain()) == Reproduced(proof=proof)


def test_only_a_holder_is_replaced() -> None:
    proof = drawn()
    with pytest.raises(ValueError, match="holds no place"):
        redraw(proof, replaces="nobody", reason="")
    again = redraw(proof, replaces=proof.winners[0], reason="left")
    assert again is not None
    with pytest.raises(ValueError, match="holds no place"):
        redraw(again, replaces=proof.winners[0], reason="left")


def _changes(proof: dict[str, Any]) -> dict[str, tuple[object, set[str]]]:
    """A change of each field, and what it must break."""
    flipped = "0" if proof["secret"][0] != "0" else "1"
    fewer = [
        [code, tickets + 1] if index == 0 else [code, tickets]
        for index, (code, tickets) in enumerate(proof["entrants"])
    ]
    return {
        "terms": ({**proof["terms"], "places": 3}, {"rules_hash"}),
        "rules_hash": ("0" * 64, {"rules_hash"}),
        "secret": (flipped + proof["secret"][1:], {"secret_hash"}),
        "secret_hash": (proof["secret_hash"].upper(), {"secret_hash"}),
        "entrants": (fewer, {"entrants_hash"}),
        "entrants_hash": ("not hex", {"entrants_hash"}),
        "beacon": ("another", {"winners"}),
        "places": (proof["places"] + 1, {"winners"}),
        "winners": (proof["winners"][::-1], {"winners"}),
        "redraws": ([{**proof["redraws"][0], "code": proof["winners"][0]}], {"redraws"}),
    }


def test_every_change_is_noticed_and_named() -> None:
    proof = redraw(drawn(), replaces=drawn().winners[1], reason="left")
    assert proof is not None
    plain = proof.plain()
    for name, (value, broken) in _changes(plain).items():
        verdict = verify({**plain, name: value})
        assert isinstance(verdict, Differs), name
        assert broken <= set(verdict.fields), (name, verdict)
        assert name in ("terms", "secret", "entrants", "beacon", "places") or set(
            verdict.fields
        ) <= broken | {"redraws"}


@given(crowds, secrets, st.integers(0, 11), st.integers(1, 9))
def test_one_ticket_more_or_a_stranger_changes_the_entrants_hash(
    entrants: list[Entrant], secret: bytes, who: int, more: int
) -> None:
    plain: dict[str, Any] = prove(terms=TERMS, secret=secret, entrants=entrants, places=1).plain()
    changed = copy.deepcopy(plain)
    changed["entrants"][who % len(entrants)][1] += more
    added = {**plain, "entrants": [*plain["entrants"], ["zzzzzzzzz", more]]}
    for proof in (changed, added):
        verdict = verify(proof)
        assert isinstance(verdict, Differs)
        assert "entrants_hash" in verdict.fields


@pytest.mark.parametrize(
    "redraws",
    [
        [{"replaces": "nobody", "code": "?", "reason": ""}],
        [
            {"replaces": "first", "code": "next", "reason": ""},
            {"replaces": "first", "code": "after", "reason": ""},
        ],
    ],
)
def test_a_redraw_that_replaces_nobody_is_noticed(redraws: list[dict[str, str]]) -> None:
    proof = drawn(places=2)
    stream = drawn(places=9).winners
    names = {"first": stream[0], "next": stream[2], "after": stream[3], "?": stream[2]}
    rows = [{key: names.get(value, value) for key, value in row.items()} for row in redraws]
    assert verify({**proof.plain(), "redraws": rows}) == Differs(fields=("redraws",))


def test_a_draw_of_more_than_there_are_is_noticed() -> None:
    proof = drawn(size=2, places=2)
    extra = [{"replaces": proof.winners[0], "code": proof.winners[1], "reason": ""}]
    assert verify({**proof.plain(), "redraws": extra}) == Differs(fields=("redraws",))


@pytest.mark.parametrize(
    "given_to_prove",
    [
        {"secret": b"short"},
        {"places": 0},
        {"entrants": [Entrant(code="A"), Entrant(code="A")]},
        {"entrants": [Entrant(code="A", tickets=0)]},
        {"entrants": [Entrant(code="a:b")]},
        {"terms": {"when": object()}},
    ],
)
def test_nothing_is_drawn_that_nobody_could_verify(given_to_prove: dict[str, Any]) -> None:
    arguments: dict[str, Any] = {"terms": TERMS, "secret": SECRET, "entrants": crowd(3), "places": 1}
    with pytest.raises(ValueError, match="no draw from this"):
        prove(**{**arguments, **given_to_prove})


def test_nobody_taking_part_is_a_draw_without_winners() -> None:
    proof = prove(terms=TERMS, secret=SECRET, entrants=[], places=3)
    assert proof.winners == ()
    assert isinstance(verify(proof.plain()), Reproduced)


def test_terms_hash_does_not_depend_on_the_order_of_keys() -> None:
    assert rules_hash({"b": 1, "a": "“引号”"}) == rules_hash({"a": "“引号”", "b": 1})
    assert rules_hash({"a": "é"}) == hashlib.sha256('{"a":"é"}'.encode()).hexdigest()


def test_chances_follow_the_tickets() -> None:
    """χ² over 10,000 draws of one winner from ten with 1 to 10 tickets; 21.7 is the 99 % limit at 9 degrees."""
    entrants = [Entrant(code=f"E{number}", tickets=number + 1) for number in range(10)]
    rounds = 10_000
    won = Counter(
        prove(terms={}, secret=hashlib.sha256(b"%d" % n).digest(), entrants=entrants, places=1).winners[0]
        for n in range(rounds)
    )
    expected = {entrant.code: rounds * entrant.tickets / 55 for entrant in entrants}
    assert sum((won[code] - mean) ** 2 / mean for code, mean in expected.items()) < 21.7


def test_the_second_place_is_as_fair_as_the_first() -> None:
    """Of five equal entrants each ordered pair is equally likely: χ² with 19 degrees of freedom, 99 % at 36.2."""
    entrants = [Entrant(code=f"E{number}") for number in range(5)]
    rounds = 6_000
    pairs = Counter(
        prove(terms={}, secret=hashlib.sha256(b"%d" % n).digest(), entrants=entrants, places=2).winners
        for n in range(rounds)
    )
    assert len(pairs) == 20
    assert sum((count - rounds / 20) ** 2 / (rounds / 20) for count in pairs.values()) < 36.2
