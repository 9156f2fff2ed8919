"""The network client against servers that are slow, broken, hostile or polite."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from served import Answer, Site, dripping
from tocsin.read.fetching import (
    BodyError,
    Client,
    FetchError,
    ForbiddenError,
    Guard,
    Limits,
    Manners,
    PassingError,
    Robots,
    Rules,
    StoppedError,
    UnfitError,
    Wanted,
)
from tocsin.read.fetching.bodies import unpacked
from tocsin.read.fetching.client import told_to_wait
from tocsin.read.fetching.guard import unfit
from tocsin.read.packed import plain

CONTACT = "desk@example.org"
#: Long enough for a busy machine where nothing hangs, short where something does on purpose.
LIMITS = Limits(connect=5.0, read=5.0, whole=20.0, most=100_000)


def client(limits: Limits = LIMITS, allow: tuple[str, ...] = ("127.0.0.1",)) -> Client:
    return Client(CONTACT, Guard(allow), limits)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/": Answer(b"hello")}) as site:
        yield site


# Which addresses


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("127.0.0.1", "loopback"),
        ("10.1.2.3", "private"),
        ("172.31.255.255", "private"),
        ("192.168.0.1", "private"),
        ("169.254.169.254", "link-local"),  # where clouds keep the machine's secrets
        ("100.64.0.1", "carrier-grade NAT"),
        ("0.0.0.0", "this host"),
        ("224.0.0.1", "multicast"),
        ("255.255.255.255", "reserved"),
        ("192.0.2.1", "not global"),  # for examples in documents
        ("::1", "loopback"),
        ("::", "this host"),
        ("::ffff:93.184.215.14", "IPv4-mapped"),
        ("::ffff:10.0.0.1", "IPv4-mapped"),
        ("64:ff9b::a00:1", "NAT64"),
        ("64:ff9b:1::1", "NAT64"),
        ("2002:a00:1::", "6to4"),
        ("2001:0:1::1", "Teredo"),
        ("fe80::1%eth0", "link-local"),
        ("fd00::1", "private"),
        ("ff02::1", "multicast"),
        ("93.184.215.14", None),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", None),
    ],
)
def test_only_numbers_of_the_open_internet_are_fit(number: str, why: str | None) -> None:
    assert unfit(ip_address(number)) == why


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("file:///etc/passwd", "only http and https are fetched, not file"),
        ("ftp://example.org/", "not ftp"),
        ("gopher://example.org/", "not gopher"),
        ("data:text/html,hello", "not data"),
        ("//example.org/", "not no scheme"),
        ("http://", "without a host"),
        ("http://ann:secret@example.org/", "name or password"),
        ("http://[::1/", "not a web address"),
        ("http://exa mple.org/", "not a web address"),
        ("https://example.org/" + "a" * 9000, "characters"),
    ],
)
def test_what_is_no_web_address_is_refused_in_one_line(address: str, why: str) -> None:
    with pytest.raises(ForbiddenError) as refused:
        client().fetch(Wanted(address))
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "0", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_loopback_is_refused_however_it_is_written(host: str, site: Site) -> None:
    with pytest.raises(FetchError) as refused:
        client(allow=()).fetch(Wanted(f"http://{host}:{site.port}/"))
    assert isinstance(refused.value, ForbiddenError) or "no address" in refused.value.reason
    assert site.asked == []


def test_a_host_that_is_allowed_by_name_is_fetched_from(site: Site) -> None:
    found = client().fetch(Wanted(site.address + "/"))
    assert (found.status, found.data, found.final) == (200, b"hello", site.address + "/")
    assert found.at.tzinfo is not None
    assert site.asked[0][1]["user-agent"].startswith("Tocsin/")
    assert CONTACT in site.asked[0][1]["user-agent"]


def test_a_name_that_leads_to_a_private_address_is_refused(site: Site) -> None:
    guard = Guard(resolve=lambda *_: ["93.184.215.14", "127.0.0.1"])
    with pytest.raises(ForbiddenError, match=r"rebind\.example.*leads to 127\.0\.0\.1 \(loopback\)"):
        Client(CONTACT, guard, LIMITS).fetch(Wanted(f"http://rebind.example:{site.port}/"))
    assert site.asked == []


def test_the_address_that_was_judged_is_the_one_connected_to(site: Site) -> None:
    """A name that answers differently the second time is asked once only."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    guard = Guard(["site.example"], resolve=lambda *_: next(answers))
    found = Client(CONTACT, guard, LIMITS).fetch(Wanted(f"http://site.example:{site.port}/"))
    assert found.data == b"hello"
    assert site.asked[0][1]["host"] == f"site.example:{site.port}"
    assert list(answers) == [["10.0.0.1"]]


def test_a_host_without_an_address_may_have_one_later() -> None:
    def none(*_: object) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(PassingError, match="no address for this host"):
        Client(CONTACT, Guard(resolve=none), LIMITS).fetch(Wanted("http://gone.example/"))


# Redirects


def redirect(to: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": to})


def test_redirects_are_followed_and_where_they_led_is_told(site: Site) -> None:
    site.answers |= {"/a": redirect("/b", 301), "/b": redirect(f"{site.address}/", 307)}
    found = client().fetch(Wanted(f"{site.address}/a"))
    assert (found.address, found.final) == (f"{site.address}/a", f"{site.address}/")
    assert site.paths() == ["/a", "/b", "/"]


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://169.254.169.254/latest/meta-data/", "link-local"),
        ("http://127.0.0.2:9/", "loopback"),
        ("http://[::ffff:a00:1]/", "IPv4-mapped"),
        ("file:///etc/passwd", "not file"),
        ("http://ann:secret@127.0.0.1/", "name or password"),
        ("/a", "in a circle"),
        ("", "without saying where"),
        ("http://[", "address"),
    ],
)
def test_a_redirect_to_where_nothing_may_be_fetched_is_refused(site: Site, to: str, why: str) -> None:
    site.answers["/a"] = redirect(to)
    with pytest.raises((ForbiddenError, UnfitError), match=why):
        client().fetch(Wanted(f"{site.address}/a"))


def test_a_long_chain_and_a_circle_of_redirects_end(site: Site) -> None:
    site.answers |= {f"/{number}": redirect(f"/{number + 1}") for number in range(50)}
    with pytest.raises(UnfitError, match="more than 5 redirects"):
        client().fetch(Wanted(f"{site.address}/0"))
    site.answers |= {"/x": redirect("/y"), "/y": redirect("/x")}
    with pytest.raises(UnfitError, match="circle"):
        client().fetch(Wanted(f"{site.address}/x"))


def test_secrets_are_sent_to_their_origin_only(site: Site) -> None:
    with Site({"/there": Answer(b"there")}) as other:
        site.answers |= {"/a": redirect("/b"), "/b": redirect(f"{other.address}/there")}
        client().fetch(Wanted(f"{site.address}/a", secrets={"Authorization": "Bearer hush"}))
        assert [headers.get("authorization") for _, headers in site.asked] == ["Bearer hush"] * 2
        assert [headers.get("authorization") for _, headers in other.asked] == [None]
    assert "hush" not in repr(Wanted("http://example.org", secrets={"Authorization": "Bearer hush"}))


# What comes


def test_conditions_are_sent_and_unchanged_is_told(site: Site) -> None:
    site.answers["/feed"] = Answer(status=304, headers={"ETag": '"2"'})
    found = client().fetch(Wanted(f"{site.address}/feed", etag='"2"', modified="Mon, 02 Mar 2026 08:00:00 GMT"))
    assert (found.changed, found.data, found.header("etag")) == (False, b"", '"2"')
    headers = site.asked[0][1]
    assert headers["if-none-match"] == '"2"'
    assert headers["if-modified-since"] == "Mon, 02 Mar 2026 08:00:00 GMT"


def test_cookies_and_unknown_headers_are_not_kept(site: Site) -> None:
    site.answers["/"] = Answer(b"x", headers={"Set-Cookie": "id=1", "X-Token": "t", "ETag": "e", "Server": "s"})
    assert dict(client().fetch(Wanted(f"{site.address}/")).headers).keys() >= {"etag", "content-length"}
    assert not {"set-cookie", "x-token"} & dict(client().fetch(Wanted(f"{site.address}/")).headers).keys()


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw deflate", "x-gzip", "identity"])
def test_bodies_are_unpacked(site: Site, coding: str) -> None:
    body = b"four rockets hit the airport " * 100
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(body[:100]) + gzip.compress(body[100:]),  # in two members, and padded
        "x-gzip": gzip.compress(body) + b"\0" * 10,
        "deflate": zlib.compress(body),
        "raw deflate": raw.compress(body) + raw.flush(),
        "identity": body,
    }[coding]
    site.answers["/"] = Answer(packed, headers={"Content-Encoding": coding.removeprefix("raw ")})
    assert client().fetch(Wanted(f"{site.address}/")).data == body


@pytest.mark.parametrize(
    ("body", "coding", "why"),
    [
        (gzip.compress(b"a" * 50_000_000, mtime=0), "gzip", "larger than 100,000 bytes when unpacked"),
        (zlib.compress(b"a" * 50_000_000), "deflate", "larger than 100,000 bytes when unpacked"),
        (gzip.compress(bytes(range(256)) * 20, mtime=0)[:-12], "gzip", "cut off"),
        (gzip.compress(b"hello", mtime=0)[:-4], "gzip", "cut off"),
        (b"\x1f\x8b\x08\x00rubbish follows here", "gzip", "broken gzip|cut off"),
        (b"no gzip at all", "gzip", "broken gzip"),
        (b"\xff\xff\xff\xff", "deflate", "broken deflate"),
        (b"\x0b\x02\x80hello\x03", "br", "'br' was not asked for"),
        (gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "gzip, gzip", "was not asked for"),
        (b"a" * 100_001, "identity", "larger than 100,000 bytes"),
        (b"", "zstd", "was not asked for"),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_with_its_reason(site: Site, body: bytes, coding: str, why: str) -> None:
    site.answers["/"] = Answer(body, headers={"Content-Encoding": coding})
    with pytest.raises(UnfitError, match=why):
        client().fetch(Wanted(f"{site.address}/"))


def test_a_body_that_breaks_off_may_come_whole_later(site: Site) -> None:
    site.answers["/"] = Answer(b"half", headers={"Content-Length": "8", "Connection": "close"})
    with pytest.raises(PassingError):
        client().fetch(Wanted(f"{site.address}/"))


def test_a_slow_drip_ends_at_the_deadline(site: Site) -> None:
    done = threading.Event()
    site.answers["/"] = dripping(b"a", 10_000, done, 0.02)
    with pytest.raises(PassingError, match=r"not done in 0\.3 seconds"):
        client(Limits(connect=5, read=5, whole=0.3)).fetch(Wanted(f"{site.address}/"))
    done.set()


def test_silence_ends_at_the_time_for_reading(site: Site) -> None:
    done = threading.Event()
    site.answers["/"] = lambda _: done.wait(20) and None
    with pytest.raises(PassingError, match="no answer in time"):
        client(Limits(connect=5, read=0.2, whole=20)).fetch(Wanted(f"{site.address}/"))
    done.set()


def test_headers_that_drip_end_at_the_deadline_too(site: Site) -> None:
    done = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(10_000):
            handler.wfile.write(f"X-{number}: y\r\n".encode())
            if done.wait(0.02):
                return

    site.answers["/"] = drip
    with pytest.raises(PassingError, match=r"not done in 0\.3 seconds"):
        client(Limits(connect=5, read=5, whole=0.3)).fetch(Wanted(f"{site.address}/"))
    done.set()


@pytest.mark.parametrize("chunked", [False, True])
def test_an_endless_body_is_cut_short(site: Site, chunked: bool) -> None:
    def pour(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.send_response(200)
        if chunked:
            handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        while True:
            handler.wfile.write(b"400\r\n" + b"a" * 1024 + b"\r\n" if chunked else b"a" * 1024)

    site.answers["/"] = pour
    with pytest.raises(UnfitError, match="larger than 100,000 bytes"):
        client().fetch(Wanted(f"{site.address}/"))


@pytest.mark.parametrize("line", [b"X-%d: y\r\n", b"X-%d: " + b"y" * 5000 + b"\r\n"])
def test_endless_headers_are_cut_short(site: Site, line: bytes) -> None:
    def pour(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(1_000_000):
            handler.wfile.write(line % number)

    site.answers["/"] = pour
    with pytest.raises((PassingError, UnfitError)):
        client().fetch(Wanted(f"{site.address}/"))


def test_an_answer_with_many_headers_is_refused(site: Site) -> None:
    site.answers["/"] = Answer(b"x", headers={f"X-{number}": "y" for number in range(300)})
    with pytest.raises(UnfitError, match="headers"):
        client().fetch(Wanted(f"{site.address}/"))


def test_interim_answers_without_end_end_at_the_allowance(site: Site) -> None:
    def pour(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        while True:
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)

    site.answers["/"] = pour
    with pytest.raises(UnfitError, match="sends more than may be read"):
        client().fetch(Wanted(f"{site.address}/"))


@pytest.mark.parametrize("greeting", [b"SSH-2.0-OpenSSH_9.2\r\n", b"\x16\x03\x01", b"", b"HTTP/1.1 999999 Hm\r\n\r\n"])
def test_what_is_no_web_server_is_refused(site: Site, greeting: bytes) -> None:
    def greet(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(greeting)

    site.answers["/"] = greet
    with pytest.raises(PassingError):
        client().fetch(Wanted(f"{site.address}/"))


def test_nobody_listening_may_be_there_later() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(PassingError):
            client().fetch(Wanted(f"http://127.0.0.1:{closed.getsockname()[1]}/"))


def test_a_certificate_for_another_name_is_refused(site: Site) -> None:
    with pytest.raises(PassingError):  # no TLS is spoken there at all
        client().fetch(Wanted(f"https://127.0.0.1:{site.port}/"))


@pytest.mark.parametrize(
    ("status", "passing"),
    [(204, False), (401, False), (403, False), (404, False), (410, False), (429, True), (500, True), (503, True)],
)
def test_an_answer_other_than_ok_is_told_with_its_number(site: Site, status: int, passing: bool) -> None:
    site.answers["/"] = Answer(b"", status, {"Retry-After": "120"})
    with pytest.raises(FetchError, match=f"answer {status}") as refused:
        client().fetch(Wanted(f"{site.address}/"))
    assert (refused.value.passing, refused.value.status) == (passing, status)
    assert refused.value.wait == (120.0 if passing else None)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Wed, 25 Nov 2026 12:10:00 GMT", 600.0),
        ("Wed, 25 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
        ("9" * 5000, 999_999_999.0),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str | None, seconds: float | None) -> None:
    assert told_to_wait(value, datetime(2026, 11, 25, 12, tzinfo=UTC)) == seconds


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "identity", "br", ""]))
def test_any_bytes_under_any_coding_are_unpacked_or_refused(data: bytes, coding: str) -> None:
    try:
        plain_bytes = unpacked([data], coding, 1000)
    except BodyError:
        return  # refused, and nothing else was raised
    assert len(plain_bytes) <= 1000


@given(st.binary(max_size=3000), st.integers(1, 100))
def test_packed_bytes_come_back_in_whatever_pieces(data: bytes, size: int) -> None:
    for coding, packed in (("gzip", gzip.compress(data)), ("deflate", zlib.compress(data))):
        pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
        assert unpacked(pieces, coding, 3000) == data


def test_a_file_of_many_small_gzip_members_is_unpacked() -> None:
    assert plain(gzip.compress(b"a", mtime=0) * 20_000, 1_000_000) == b"a" * 20_000
    assert plain(b"not packed", 5) == b"not packed"


# Manners


class Memory:
    """Keeps rules of sites as the ledger does."""

    def __init__(self) -> None:
        self.kept: dict[str, Robots] = {}

    def robots(self, origin: str) -> Robots | None:
        return self.kept.get(origin)

    def keep_robots(self, origin: str, robots: Robots) -> None:
        self.kept[origin] = robots


class Waiting:
    """Counts the seconds that would be slept, and sleeps none."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def manners(memory: Memory | None = None, sleep: Waiting | None = None, pause: float = 0.0) -> Manners:
    ours = client(Limits())
    return Manners(ours, Rules(ours, memory or Memory()), pause, sleep or Waiting())


def test_what_robots_txt_disallows_is_not_asked_for(site: Site) -> None:
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /private\nAllow: /private/not\n")
    ours = manners()
    with pytest.raises(ForbiddenError, match=r"robots\.txt disallows it"):
        ours.fetch(Wanted(f"{site.address}/private/1"))
    assert ours.fetch(Wanted(f"{site.address}/")).data == b"hello"
    assert [path for path, _ in site.asked] == ["/robots.txt", "/"], "asked once"


def test_the_group_of_our_name_goes_before_that_for_all(site: Site) -> None:
    many = "".join(f"User-agent: other{number}\n" for number in range(20_000))
    site.answers["/robots.txt"] = Answer((many + "Disallow: /\n\nUser-agent: Tocsin\nDisallow: /no\n").encode())
    ours = manners()
    assert ours.fetch(Wanted(f"{site.address}/")).data == b"hello"
    with pytest.raises(ForbiddenError):
        ours.fetch(Wanted(f"{site.address}/no"))


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_without_a_robots_txt_all_may_be_read(site: Site, status: int) -> None:
    site.answers["/robots.txt"] = Answer(b"", status)
    assert manners().fetch(Wanted(f"{site.address}/")).data == b"hello"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_while_robots_txt_cannot_be_had_nothing_is_read(site: Site, status: int) -> None:
    site.answers["/robots.txt"] = Answer(b"", status, {"Retry-After": "3600"})
    memory = Memory()
    with pytest.raises(PassingError, match=r"robots\.txt cannot be had: answer") as refused:
        manners(memory).fetch(Wanted(f"{site.address}/"))
    assert refused.value.wait is not None
    assert refused.value.wait > 3500
    with pytest.raises(PassingError):  # by whoever comes next, too
        manners(memory).fetch(Wanted(f"{site.address}/"))
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_rules_are_asked_for_again_after_a_day(site: Site) -> None:
    memory, now = Memory(), datetime.now(UTC)
    ours = client()
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /")
    for hours, asked in ((0, 1), (23, 1), (25, 2)):
        rules = Rules(ours, memory, lambda hours=hours: now + timedelta(hours=hours))
        with pytest.raises(ForbiddenError):
            Manners(ours, rules, 0.0).fetch(Wanted(f"{site.address}/"))
        assert len(site.asked) == asked


def test_a_redirect_to_what_another_site_disallows_is_refused(site: Site) -> None:
    with Site({"/robots.txt": Answer(b"User-agent: *\nDisallow: /"), "/page": Answer(b"no")}) as other:
        site.answers["/a"] = redirect(f"{other.address}/page")
        with pytest.raises(ForbiddenError, match=rf"{other.port}/page: robots\.txt disallows it"):
            manners().fetch(Wanted(f"{site.address}/a"))
        assert other.paths() == []


def test_a_huge_robots_txt_is_read_in_part(site: Site) -> None:
    rules = b"User-agent: *\nDisallow: /no\n" + b"# much more\n" * 100_000 + b"Disallow: /"
    site.answers["/robots.txt"] = Answer(rules)
    with pytest.raises(ForbiddenError):
        manners().fetch(Wanted(f"{site.address}/no"))
    assert manners().fetch(Wanted(f"{site.address}/")).data == b"hello"


def test_between_two_requests_there_is_the_pause_of_the_settings_or_of_the_site(site: Site) -> None:
    for crawl_delay, pause in (("", 7.0), ("Crawl-delay: 30\n", 30.0), ("Crawl-delay: 1e9\n", 120.0)):
        site.answers["/robots.txt"] = Answer(f"User-agent: *\n{crawl_delay}Disallow:\n".encode())
        waiting = Waiting()
        ours = manners(sleep=waiting, pause=7.0)
        ours.fetch(Wanted(f"{site.address}/"))
        ours.fetch(Wanted(f"{site.address}/"))
        assert [round(seconds) for seconds in waiting.seconds] == [7, round(pause)]


def test_a_host_that_asks_to_wait_is_left_alone(site: Site) -> None:
    site.answers["/a"] = Answer(b"", 429, {"Retry-After": "3600"})
    ours = manners()
    host = f"127.0.0.1:{site.port}"
    with pytest.raises(PassingError, match="answer 429"):
        ours.fetch(Wanted(f"{site.address}/a"))
    assert ours.ready(host) > 3500
    with pytest.raises(PassingError, match="asked to be left alone"):
        ours.fetch(Wanted(f"{site.address}/"))
    assert site.paths() == ["/a"]


def test_a_wait_that_is_broken_off_fetches_nothing(site: Site) -> None:
    ours = client()
    stopped = Manners(ours, Rules(ours, Memory()), 5.0, lambda _: True)
    with pytest.raises(StoppedError):  # after robots.txt
        stopped.fetch(Wanted(f"{site.address}/"))
    assert site.paths() == []


def test_a_host_is_asked_by_one_thread_at_a_time(site: Site) -> None:
    busy, most, lock = 0, 0, threading.Lock()

    def count(handler: BaseHTTPRequestHandler) -> None:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        threading.Event().wait(0.01)
        with lock:
            busy -= 1
        handler.send_response(200)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.answers["/"] = count
    ours = manners()
    threads = [threading.Thread(target=lambda: ours.fetch(Wanted(f"{site.address}/"))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert len(site.paths()) == 6
