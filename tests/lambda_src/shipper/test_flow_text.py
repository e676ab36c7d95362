"""The fast way for flow logs writes what the general way writes, or leaves the line to it."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from shipper import flow_document
from shipper.flow_text import ordinary_documents
from shipper.origin import LogStreamOrigin, ObjectOrigin
from shipper.settings import DEFAULT_FLOW_LOG_FIELDS

RECEIVED = 1_782_950_400
ORIGINS = (
    ObjectOrigin("audit", 'AWSLogs/a "quoted" %s {key}.gz', "v1", "etag", RECEIVED),
    LogStreamOrigin("111122223333", "/a/group", "stream"),
)
NUMBERS = st.one_of(
    st.integers(0, 10**20).map(str), st.sampled_from(["-", "007", "-5", "1e3", "٣", ""])
)
ADDRESSES = st.one_of(
    st.ip_addresses().map(str), st.sampled_from(["-", "192.000.2.1", "example.com", "::ffff:1.2.3"])
)
SECONDS = st.one_of(st.integers(1_782_000_000, 1_783_100_000).map(str), NUMBERS)
LINES = st.tuples(
    st.sampled_from(["2", "3", "10", "x"]),
    st.sampled_from(["111122223333", "unknown", "-", "1234"]),
    st.sampled_from(["eni-0123456789abcdef0", "-", 'a"b', "a\\b", "日本"]),
    ADDRESSES,
    ADDRESSES,
    NUMBERS,
    NUMBERS,
    st.sampled_from(["6", "17", "1", "58", "255", "-"]),
    NUMBERS,
    NUMBERS,
    SECONDS,
    SECONDS,
    st.sampled_from(["ACCEPT", "REJECT", "-", "accept"]),
    st.sampled_from(["OK", "NODATA", "SKIPDATA"]),
).map(" ".join)
ORDINARY = (
    "2 111122223333 eni-0123456789abcdef0 192.0.2.1 198.51.100.7 1024 22 6 20 4249 "
    "1782864000 1782864060 REJECT OK"
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(LINES, st.text(max_size=20)), max_size=5), st.sampled_from(ORIGINS))
@example([ORDINARY, "", ORDINARY + "\r", ORDINARY.replace("198.51.100.7", "192.0.2.1")], ORIGINS[0])
@example([ORDINARY.replace("1782864060", "9999999999")], ORIGINS[1])
def test_both_ways_write_the_same_bytes(
    lines: list[str], origin: ObjectOrigin | LogStreamOrigin
) -> None:
    lines = [line.replace("\n", " ") for line in lines]
    if not lines:
        return
    for line, found in zip(lines, ordinary_documents(lines, origin, RECEIVED), strict=True):
        if found:
            assert found == flow_document.document(line, DEFAULT_FLOW_LOG_FIELDS, origin, RECEIVED)


def test_ordinary_lines_do_go_the_fast_way() -> None:
    six = ORDINARY.replace("192.0.2.1", "2001:db8::1").replace("198.51.100.7", "2001:db8::2")
    lines = [ORDINARY, six, ORDINARY.replace(" 6 20", " 17 20").replace("REJECT", "ACCEPT")]
    assert all(ordinary_documents(lines, ORIGINS[0], RECEIVED))


def test_one_odd_line_does_not_slow_its_neighbours() -> None:
    found = ordinary_documents([ORDINARY, "not a flow log line", ORDINARY], ORIGINS[0], RECEIVED)
    assert [one is not None for one in found] == [True, False, True]
