"""Who may not come in: other hosts, other pages, acts without the page's token, other people's places."""

from __future__ import annotations

import httpx
import pytest

from tests.browser.conftest import Running


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1", "localhost:1", "0.0.0.0:{port}"]
)
@pytest.mark.parametrize(
    "path", ["/", "/static/page.js", "/api/people", "/api/town?who=ann", "/api/live?who=ann"]
)
def test_another_host_is_refused(steward: Running, host: str, path: str) -> None:
    named = host.format(port=httpx.URL(steward.url).port)
    assert httpx.get(f"{steward.url}{path}", headers={"host": named}).status_code == 403


def test_the_same_host_by_its_other_name_is_served(steward: Running) -> None:
    port = httpx.URL(steward.url).port
    assert httpx.get(f"{steward.url}/", headers={"host": f"localhost:{port}"}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_another_page_is_refused(steward: Running, origin: str) -> None:
    said = {"act": "say", "who": "ann", "place": "garden", "text": "x"}
    headers = {"origin": origin, "x-steward-token": steward.token()}
    assert httpx.post(f"{steward.url}/api/act", json=said, headers=headers).status_code == 403


@pytest.mark.parametrize("token", [{}, {"x-steward-token": ""}, {"x-steward-token": "0" * 48}])
def test_an_act_without_the_token_is_refused(steward: Running, token: dict[str, str]) -> None:
    before = steward.town("ann")["messages"]
    said = {"act": "say", "who": "ann", "place": "garden", "text": "x"}
    assert httpx.post(f"{steward.url}/api/act", json=said, headers=token).status_code == 403
    assert steward.town("ann")["messages"] == before


def test_the_page_suggests_no_command_that_is_not_offered(steward: Running) -> None:
    for who, theirs in (("ann", {"help", "帮助"}), ("manager", {"role", "角色"})):
        suggested = {one["name"] for one in steward.town(who)["commands"]}
        assert suggested & theirs
        assert not suggested & {"claim", "认领"}


def test_a_member_does_not_enter_the_staff_space(steward: Running) -> None:
    assert steward.act(act="say", who="ann", place="staff", text="let me in").status_code == 403
    assert steward.act(act="say", who="ann", place="xiaoan", text="let me in").status_code == 403
    assert {one["place"] for one in steward.town("ann")["messages"]} <= {"garden", "ann"}


@pytest.mark.parametrize(
    "what",
    [
        {},
        {"act": "fly", "who": "ann"},
        {"act": "say", "who": "ann"},
        {"act": "edit", "who": "ann", "message": "one", "text": "x"},
        {"act": "settle", "name": "  "},
        {
            "act": "say",
            "who": "ann",
            "place": "garden",
            "text": "",
            "file": {"name": "a", "data": "no base64"},
        },
        {"act": "say", "who": "ann", "place": "garden", "text": "", "file": {"name": "a"}},
        {"act": "say", "who": "ann", "place": "garden", "text": "", "file": "a"},
    ],
)
def test_an_act_that_means_nothing_is_a_bad_request(steward: Running, what: dict[str, object]) -> None:
    assert steward.act(**what).status_code == 400


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xed\xa0\x80", b'{"act":"say","text":"\\ud800"}'])
def test_bytes_that_mean_nothing_are_a_bad_request(steward: Running, body: bytes) -> None:
    headers = {"x-steward-token": steward.token(), "content-type": "application/json"}
    assert httpx.post(f"{steward.url}/api/act", content=body, headers=headers).status_code == 400


def test_a_file_that_is_too_large_is_refused(steward: Running) -> None:
    file = {"name": "a.csv", "data": "AAAA" * 333_334}
    refused = steward.act(act="say", who="ann", place="garden", text="", file=file)
    assert (refused.status_code, refused.json()) == (409, {"refused": "too_large"})


def test_nothing_runs_on_the_page_but_its_own_script(steward: Running) -> None:
    page = httpx.get(steward.url)
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "<script>" not in page.text
    assert "style=" not in page.text


def test_markup_that_people_write_stays_text(steward: Running) -> None:
    evil = "<img src=x onerror=alert(1)> [here](javascript:alert(1))"
    assert steward.act(act="say", who="xiaoan", place="garden", text=evil).status_code == 200
    said = steward.town("xiaoan")["messages"][-1]
    mine = next(one for one in reversed(steward.town("xiaoan")["messages"]) if one.get("mine"))
    assert said is not None
    assert mine["blocks"] == [{"kind": "text", "bullet": "", "spans": [{"text": evil}]}]
