"""Credentials follow rotation and the directory."""

from node.wire.credentials import Following
from tests.node.wire.members import a_certificate


def test_nothing_changes_by_itself() -> None:
    """While certificate and members stay, gRPC keeps its configuration."""
    own, peer = a_certificate("fiu-nl"), a_certificate("customs-es")
    following = Following(lambda: own, lambda: [peer.certificate])

    assert following.changed() is None


def test_a_new_member_is_a_change() -> None:
    """A member who joins is told to gRPC once."""
    own, members = a_certificate("fiu-nl"), [a_certificate("customs-es").certificate]
    following = Following(lambda: own, lambda: members)
    members.append(a_certificate("police-pt").certificate)

    assert following.changed() is not None
    assert following.changed() is None


def test_a_rotated_certificate_is_a_change() -> None:
    """A new certificate of our own is told to gRPC once."""
    certificates = [a_certificate("fiu-nl")]
    following = Following(lambda: certificates[-1], list)
    certificates.append(a_certificate("fiu-nl"))

    assert following.changed() is not None
    assert following.changed() is None


def test_no_key_is_shown() -> None:
    """The repr of a certificate with its key does not show the key."""
    assert "PRIVATE" not in repr(a_certificate("fiu-nl"))
