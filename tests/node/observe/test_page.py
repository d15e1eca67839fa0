"""Monitoring sees whether the node works, and nobody whom it works on."""

import asyncio
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from node import observe
from node.domain.alert import Direction
from node.domain.errors import ConfigError
from tests.factories import TARGET, asked, people
from tests.node.federation import OFFICER, Member, free_port, make_folder, opened, running
from tests.node.questions import a_query, told

RULES = Path("deploy/observability/heliograph.rules.yml").read_text(encoding="utf-8")


@pytest.fixture
def member(tmp_path: Path) -> Iterator[Member]:
    """Open a node with one register and one alert."""
    with (
        opened(make_folder(tmp_path / "a", "customs-es")) as asker,
        opened(make_folder(tmp_path / "b", "fiu-nl")) as owner,
    ):
        owner.knows(asker)
        owner.load("persons", [*people(5), TARGET])
        told(owner, asker, a_query(owner, asked(TARGET)))
        yield owner


@pytest.fixture
def pages(member: Member) -> httpx.AsyncClient:
    """Return a client of the pages of that node."""
    pages = observe.application(member.application, CollectorRegistry())
    return httpx.AsyncClient(transport=httpx.ASGITransport(pages), base_url="http://node")


def _metrics(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_a_living_process_says_so(pages: httpx.AsyncClient) -> None:
    """Health asks for nothing but an answer."""
    answer = await pages.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")


async def test_a_node_is_ready_while_everything_holds(pages: httpx.AsyncClient) -> None:
    """All conditions are told with it."""
    answer = await pages.get("/readyz")

    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert set(answer.json()["conditions"]) == {"ledger", "certificate", "space", "registers"}


async def test_a_stale_register_makes_a_node_unready(
    pages: httpx.AsyncClient, member: Member
) -> None:
    """Yesterday's register is not ready, whatever else holds."""
    member.clock.ahead += timedelta(hours=25)

    answer = await pages.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["conditions"] == {
        "ledger": True,
        "certificate": True,
        "space": True,
        "registers": False,
    }


async def test_gauges_tell_what_holds_now(pages: httpx.AsyncClient, member: Member) -> None:
    """Sizes, ages, alerts and days left are read at the moment of looking."""
    member.clock.ahead += timedelta(hours=2)

    found = _metrics((await pages.get("/metrics")).text)

    assert found["heliograph_register_records", "person", "persons"] == 6
    assert found["heliograph_register_age_seconds", "person", "persons"] >= 7200
    assert found["heliograph_alerts", "open"] == 1
    assert found["heliograph_peer_certificate_expiry_seconds", "customs-es"] > 0
    assert found["heliograph_ready", "registers"] == 1


async def test_nothing_names_a_person_a_case_or_an_officer(
    pages: httpx.AsyncClient, member: Member
) -> None:
    """Labels are registers, peers, states and codes."""
    text = (await pages.get("/metrics")).text.lower()

    [alert] = member.alerts(Direction.INCOMING)
    values = {value.lower() for values in TARGET.values() for value in values if len(value) > 3}
    assert not [word for word in values if word in text]
    assert alert.case_reference.lower() not in text
    assert OFFICER not in text


async def test_calls_are_counted_by_what_came_of_them(tmp_path: Path) -> None:
    """An announcement that was given is one call that was answered, seen over the local port."""
    port = free_port()
    extra = f'\n[observe]\nlisten = "127.0.0.1:{port}"\n'
    settings = make_folder(tmp_path / "a", "customs-es", extra=extra)
    async with running(settings) as owner, running(make_folder(tmp_path / "b", "fiu-nl")) as asker:
        owner.knows(asker)
        asker.knows(owner)
        [peer] = asker.application.records.peers.all()
        await asker.application.line.announcement(peer)

        url = f"http://127.0.0.1:{port}/metrics"
        found = _metrics(await asyncio.to_thread(lambda: _read(url)))

    assert found["heliograph_calls_total", "Announce", "ok"] == 1
    assert found["heliograph_call_seconds_count", "Announce"] == 1


def _read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own loopback
        text: str = answer.read().decode()
        return text


async def test_an_address_in_use_is_told(member: Member) -> None:
    """A port that is taken is a setting to change, not a traceback."""
    pages = observe.application(member.application, CollectorRegistry())
    first = observe.ObserveServer(pages, address="127.0.0.1:0")
    port = await first.start()

    with pytest.raises(ConfigError, match=f"cannot listen on 127.0.0.1:{port}"):
        await observe.ObserveServer(pages, address=f"127.0.0.1:{port}").start()

    await first.stop()


async def test_every_metric_of_the_alert_rules_is_published(pages: httpx.AsyncClient) -> None:
    """A rule about a metric that nobody publishes never fires."""
    text = (await pages.get("/metrics")).text
    counted = {"heliograph_calls_total", "heliograph_call_seconds_bucket"}

    named = {word for word in _words(RULES) if word.startswith("heliograph_")} - counted

    assert named
    assert [word for word in named if f"# TYPE {word} " not in text] == []


def _words(text: str) -> list[str]:
    return "".join(each if each.isalnum() or each == "_" else " " for each in text).split()
