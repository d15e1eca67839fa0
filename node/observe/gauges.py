"""What holds at the moment of looking: ages, counts and days left, read from the ledger."""

from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from node.application import Application
from node.domain.alert import AlertState
from node.domain.guard import AlarmState
from node.keys.certificate import not_after
from node.observe.readiness import conditions
from node.store.alerts import AlertFilter

_Row = tuple[tuple[str, ...], float]


class Gauges(Collector):
    """Reads the node anew at every scrape; keeps nothing."""

    def __init__(self, application: Application) -> None:
        """Keep the node."""
        self._application = application

    def describe(self) -> list[Metric]:
        """Name nothing beforehand, so that registering does not read the ledger."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield every gauge."""
        application, now = self._application, self._application.clock.now()
        yield InfoMetricFamily("heliograph", "The release.", {"version": application.version})
        for name, help_text, labels, rows in (
            ("ready", "1 where a condition of readiness holds.", ("condition",), self._ready),
            ("register_age_seconds", "Since the load.", ("register", "entity_type"), self._ages),
            ("register_records", "Records that answer.", ("register", "entity_type"), self._sizes),
            ("alerts", "Alerts by state.", ("state",), self._alerts),
            ("alarms_open", "Alarms of the guard nobody has closed.", (), self._alarms),
            ("certificate_expiry_seconds", "Until the TLS certificate ends.", (), self._own_expiry),
            ("peer_certificate_expiry_seconds", "The same of peers.", ("peer",), self._expiries),
            ("agreement_expiry_seconds", "Until it ends.", ("peer",), self._agreements),
            ("journal_entries", "Entries under the newest head.", (), self._entries),
            ("free_bytes", "Space left on the node's volume.", (), self._space),
        ):
            yield _family(f"heliograph_{name}", help_text, labels=labels, rows=rows, now=now)

    def _ready(self, _now: datetime) -> Iterator[_Row]:
        for each in conditions(self._application):
            yield (each.name,), float(each.holds)

    def _ages(self, now: datetime) -> Iterator[_Row]:
        for each in self._application.records.registers.all():
            yield (each.register, each.entity_type), (now - each.loaded_at).total_seconds()

    def _sizes(self, _now: datetime) -> Iterator[_Row]:
        for each in self._application.records.registers.all():
            yield (each.register, each.entity_type), each.records

    def _alerts(self, _now: datetime) -> Iterator[_Row]:
        for state in AlertState:
            yield (state,), self._application.records.alerts.count(AlertFilter(state=state))

    def _alarms(self, _now: datetime) -> Iterator[_Row]:
        yield (), len(self._application.safeguards.guard.alarms.all(AlarmState.OPEN))

    def _own_expiry(self, now: datetime) -> Iterator[_Row]:
        yield (), (not_after(self._application.entry().certificate) - now).total_seconds()

    def _expiries(self, now: datetime) -> Iterator[_Row]:
        for peer in self._application.records.peers.all():
            yield (peer.id,), (not_after(peer.entry.certificate) - now).total_seconds()

    def _agreements(self, now: datetime) -> Iterator[_Row]:
        for peer in self._application.records.peers.all():
            yield (peer.id,), (peer.agreement.expires_on - now.date()).total_seconds()

    def _entries(self, _now: datetime) -> Iterator[_Row]:
        yield (), int(self._application.records.journal.head().splitlines()[1])

    def _space(self, _now: datetime) -> Iterator[_Row]:
        yield (), self._application.free_bytes()


def _family(
    name: str,
    help_text: str,
    *,
    labels: tuple[str, ...],
    rows: Callable[[datetime], Iterator[_Row]],
    now: datetime,
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help_text, labels=labels)
    for values, number in rows(now):
        family.add_metric([str(value) for value in values], number)
    return family
