"""Pictures from elsewhere: fetched from the open internet, never from a private network, failures kept as a to-do."""

from collections.abc import Callable
from types import SimpleNamespace

import httpx
import pytest

from entrepot.catalog import fetching
from entrepot.catalog.fetching import Unfetchable, fetch, is_public
from entrepot.catalog.models import Picture, WantedPicture
from entrepot.catalog.readiness import readiness

PUBLIC = "93.184.215.14"


def net(answers: Callable[[httpx.Request], httpx.Response]) -> httpx.MockTransport:
    return httpx.MockTransport(answers)


def why(url: str, address: str = PUBLIC, answer: httpx.Response | None = None) -> str:
    with pytest.raises(Unfetchable) as failure:
        fetch(
            url,
            resolve=lambda *_: [address],
            transport=net(lambda _: answer or httpx.Response(200, content=b"x")),
        )
    return failure.value.code


class TestPublic:
    @pytest.mark.parametrize(
        "address",
        ["127.0.0.1", "10.0.0.5", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
         "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "255.255.255.255", "x"],
    )  # fmt: skip
    def test_private_addresses_are_not(self, address: str) -> None:
        assert not is_public(address)

    @pytest.mark.parametrize("address", [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
    def test_the_internet_is(self, address: str) -> None:
        assert is_public(address)


class TestFetch:
    def test_asks_the_checked_address_for_the_host(self) -> None:
        asked: list[tuple[str, str]] = []

        def answers(request: httpx.Request) -> httpx.Response:
            asked.append((str(request.url), request.headers["host"]))
            return httpx.Response(200, content=b"picture")

        got = fetch("https://shop.example/a.jpg?v=1#x", resolve=lambda *_: [PUBLIC], transport=net(answers))
        assert (got, asked) == (b"picture", [(f"https://{PUBLIC}/a.jpg?v=1", "shop.example")])

    @pytest.mark.parametrize(
        "url",
        ["file:///etc/passwd", "ftp://shop.example/a", "https://shop.example:8443/a", "https://u:p@shop.example/a", "//x",
         "https://shop.example:99999/a", "gopher://x", ""],
    )  # fmt: skip
    def test_refuses_other_kinds_of_address(self, url: str) -> None:
        assert why(url) == "picture.address"

    def test_refuses_a_name_that_leads_inside(self) -> None:
        assert why("https://shop.example/a", "169.254.169.254") == "picture.private"

    def test_refuses_when_one_of_many_answers_is_private(self) -> None:
        with pytest.raises(Unfetchable, match=r"picture\.private"):
            fetch(
                "https://x.example/",
                resolve=lambda *_: [PUBLIC, "10.0.0.1"],
                transport=net(lambda _: httpx.Response(200)),
            )

    def test_checks_every_redirect(self) -> None:
        def resolve(host: str, _port: int) -> list[str]:
            return ["10.0.0.1"] if host == "inside.example" else [PUBLIC]

        sent = httpx.Response(302, headers={"location": "http://inside.example/secret"})
        with pytest.raises(Unfetchable, match=r"picture\.private"):
            fetch("https://shop.example/a", resolve=resolve, transport=net(lambda _: sent))
        loop = httpx.Response(302, headers={"location": "/a"})
        assert why("https://shop.example/a", answer=loop) == "picture.redirects"

    def test_has_limits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert why("https://shop.example/a", answer=httpx.Response(404)) == "picture.unreachable"
        monkeypatch.setattr(fetching, "MEGABYTES_MAX", 0)
        assert why("https://shop.example/a") == "picture.too_large"


class TestFetchDue:
    def wish(self, shop: SimpleNamespace) -> WantedPicture:
        return WantedPicture.objects.create(
            product=shop.mug, source_url="https://shop.example/a.jpg", alt="A mug"
        )

    def test_a_fetched_picture_joins_its_product(
        self, shop: SimpleNamespace, photo: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.wish(shop)
        monkeypatch.setattr(fetching, "fetch", lambda _url: photo(600, 600))
        assert fetching.fetch_due() == 1
        row = Picture.objects.get(product=shop.mug)
        assert (row.alt, row.source_url, row.width) == ("A mug", "https://shop.example/a.jpg", 600)
        assert not WantedPicture.objects.exists()

    def test_a_failure_is_a_to_do_and_is_not_tried_for_ever(
        self, shop: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wish = self.wish(shop)
        monkeypatch.setattr(fetching, "fetch", lambda _url: b"<html>")
        assert (fetching.fetch_due(), fetching.fetch_due()) == (1, 0)
        wish.refresh_from_db()
        assert (wish.problem, wish.attempts) == ("picture.unreadable", 3)
        assert "picture_wanted" in [todo.code for todo in readiness(shop.mug)]
