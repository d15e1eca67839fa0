"""The caller is the member whose certificate was shown."""

from datetime import timedelta

import pytest

from node.domain.errors import EnvelopeError, EnvelopeFault
from node.domain.peer import NodeId
from node.keys.certificate import LIFE, spki_hash
from node.wire.caller import caller_of
from tests.node.wire.exchange import NOON
from tests.node.wire.members import a_certificate

CERTIFICATE = a_certificate("customs-es", now=NOON).certificate
MEMBERS = {spki_hash(CERTIFICATE): NodeId("customs-es")}


def test_a_member_is_known_by_its_key() -> None:
    """The hash of the certificate's public key says which member it is."""
    auth = {"x509_pem_cert": [CERTIFICATE]}

    assert caller_of(auth, MEMBERS.get, now=NOON) == "customs-es"


@pytest.mark.parametrize(
    "shown",
    [[], [b""], [b"no certificate"], [a_certificate("customs-es", now=NOON).certificate]],
    ids=["nothing", "empty", "garbage", "same name, other key"],
)
def test_whoever_is_no_member_has_no_name(shown: list[bytes]) -> None:
    """Without a member's certificate there is no caller."""
    with pytest.raises(EnvelopeError) as caught:
        caller_of({"x509_pem_cert": shown}, MEMBERS.get, now=NOON)

    assert caught.value.fault is EnvelopeFault.SENDER


def test_an_expired_certificate_names_nobody() -> None:
    """A certificate counts until it expires, however old the connection."""
    with pytest.raises(EnvelopeError):
        caller_of(
            {"x509_pem_cert": [CERTIFICATE]}, MEMBERS.get, now=NOON + LIFE + timedelta(seconds=1)
        )
