"""Who may be believed: a signature of ours, of this body, of these five minutes."""

from datetime import UTC, datetime, timedelta

import pytest

from entrepot.sandbox.errors import SignatureWrong
from entrepot.sandbox.signing import check, signature

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
BODY = b'{"id":"1"}'


class TestSignature:
    def test_is_an_hmac_of_time_and_body(self) -> None:
        assert signature(BODY, secret="s3cret", at=AT) == (
            "t=1780315200,v1=9d52767d82dfe1158e171ac3f1fd18c39c500a341ef28081c087bfaba019c1fc"
        )


class TestCheck:
    @pytest.mark.parametrize("seconds", [0, 300, -300])
    def test_believes_within_the_tolerance(self, seconds: int) -> None:
        header = signature(BODY, secret="s3cret", at=AT)
        check(BODY, header, secret="s3cret", at=AT + timedelta(seconds=seconds))

    @pytest.mark.parametrize("seconds", [301, -301, 86400])
    def test_refuses_what_is_old_or_of_the_future(self, seconds: int) -> None:
        header = signature(BODY, secret="s3cret", at=AT)
        with pytest.raises(SignatureWrong):
            check(BODY, header, secret="s3cret", at=AT + timedelta(seconds=seconds))

    @pytest.mark.parametrize(
        "header",
        [
            "",
            "v1=00",
            "t=1780315200",
            "t=1780315200,v1=",
            "t=1780315200,v1=00",
            "t=now,v1=00",
            "t=٣,v1=00",
            "t=99999999999999999999999,v1=00",
            "t=1780315200,t=1780315200,v1=00",
            "t=1780315200,v1=é",
        ],
    )
    def test_refuses_any_other_header(self, header: str) -> None:
        with pytest.raises(SignatureWrong):
            check(BODY, header, secret="s3cret", at=AT)

    def test_refuses_another_body_another_secret_and_no_secret(self) -> None:
        header = signature(BODY, secret="s3cret", at=AT)
        for body, secret in ((BODY + b" ", "s3cret"), (BODY, "other"), (BODY, "")):
            with pytest.raises(SignatureWrong):
                check(body, header, secret=secret, at=AT)
        with pytest.raises(SignatureWrong):
            check(BODY, signature(BODY, secret="", at=AT), secret="", at=AT)
