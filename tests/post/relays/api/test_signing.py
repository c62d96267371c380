"""Amazon's signature, against one that its own library made."""

from datetime import UTC, datetime

from requests import Request

from pamphleteer.post.relays.ses.signing import Signer


def test_a_request_is_signed_as_amazons_own_library_signs_it() -> None:
    request = Request(
        "POST",
        "https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails",
        data=b'{"a": 1}',
        headers={"Content-Type": "application/json"},
    ).prepare()
    signer = Signer("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "eu-west-1", "ses")
    signer.sign(request, at=datetime(2026, 3, 1, 6, 0, tzinfo=UTC))
    assert request.headers["Authorization"] == (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/eu-west-1/ses/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date, "
        "Signature=8d0017b67ca51a8eed9a6210718d2985470c97f7468d59a30c38218f771d533c"
    )
