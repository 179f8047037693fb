"""What callers have used, for Prometheus: read from the quotas when it is collected.

The label `key` is a name in the file of keys, or the one for all callers that a gateway names.
"""

from collections.abc import Iterable

from prometheus_client import Metric
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from service.access.quotas import Quotas


class QuotaMetrics(Collector):
    """The numbers of all callers since the service was started, over all workers."""

    def __init__(self, quotas: Quotas) -> None:
        self._quotas = quotas

    def collect(self) -> Iterable[Metric]:
        """Counters, and what is in progress at this moment."""
        made = _counter("key_photos", "Finished photos, by key.")
        tried = _counter("key_tries", "Photos that were checked, or rejected during processing.")
        turned_away = _counter("key_turned_away", "Requests rejected because of a quota.")
        in_work = GaugeMetricFamily(
            "idphoto_key_requests_in_work", "Requests with photos in progress.", labels=("key",)
        )
        for name in self._quotas.names:
            used = self._quotas.used(name)
            made.add_metric((name,), used.made)
            tried.add_metric((name,), used.tried)
            turned_away.add_metric((name,), used.turned_away)
            in_work.add_metric((name,), self._quotas.in_work(name))
        yield from (made, tried, turned_away, in_work)


def _counter(name: str, text: str) -> CounterMetricFamily:
    return CounterMetricFamily(f"idphoto_{name}", text, labels=("key",))
