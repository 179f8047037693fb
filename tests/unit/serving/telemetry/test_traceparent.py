import pytest

from service.serving.telemetry.records import Trace
from service.serving.telemetry.traceparent import trace_of, traceresponse

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.mark.parametrize(
    "header",
    [
        f"00-{TRACE}-{PARENT}-01",
        f"00-{TRACE}-{PARENT}-00",
        f"cc-{TRACE}-{PARENT}-01",
        f"cc-{TRACE}-{PARENT}-01-what-the-future-brings",
    ],
)
def test_a_valid_header_gives_its_trace_and_an_id_of_our_own(header):
    trace = trace_of({"traceparent": header})
    assert trace.trace_id == TRACE
    assert len(trace.span_id) == 16
    assert trace.span_id != PARENT
    assert trace.span_id != trace_of({"traceparent": header}).span_id


@pytest.mark.parametrize(
    "header",
    [
        "",
        "nonsense",
        f"ff-{TRACE}-{PARENT}-01",
        f"00-{'0' * 32}-{PARENT}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-{PARENT}-01",
        f"00-{TRACE}-{PARENT}",
        f"00-{TRACE}-{PARENT}-1",
        f"00-{TRACE}-{PARENT}-01-more",
        f"00-{TRACE}-{PARENT}-01,00-{TRACE}-{PARENT}-01",
        f"00-{TRACE}-{PARENT}-01\n",
        f"00-{TRACE[:-1]}-{PARENT}-01",
    ],
)
def test_any_other_is_as_good_as_none(header):
    assert trace_of({"traceparent": header}) is None


def test_without_a_header_there_is_no_trace():
    assert trace_of({}) is None


def test_the_answer_names_trace_and_span_and_whether_it_was_recorded():
    assert traceresponse(Trace(TRACE, PARENT, sampled=True)) == f"00-{TRACE}-{PARENT}-01"
    assert traceresponse(Trace(TRACE, PARENT, sampled=False)) == f"00-{TRACE}-{PARENT}-00"
