"""How long a revoked member can be spoken with, whatever is done to keep the news from a node."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from node.domain.errors import DirectoryError
from tests.node.directory.publisher import a_directory
from tests.node.test_follow import OWN, a_node, follower_of


def test_nobody_goes_on_with_a_revoked_member_past_the_timestamp(tmp_path: Path) -> None:
    """A node from which the revocation is kept stops when the list that it has is past its time.

    So a revocation holds everywhere within the life of the timestamp and the grace that each node
    has set, whatever somebody does to the publisher; a node that reaches it hears at its next look.
    """
    publisher = a_directory(tmp_path, OWN, "fiu-nl")
    publisher.publish(life=timedelta(hours=1))
    with a_node(publisher) as member:
        before = publisher.snapshot_of_everything()
        publisher.authority.remove(["fiu-nl"], now=datetime.now(UTC))
        publisher.publish()
        publisher.show(before)
        member.clock.ahead = timedelta(minutes=59)
        follower_of(member).require()

        member.clock.ahead = timedelta(hours=1) + timedelta(seconds=7_201)

        with pytest.raises(DirectoryError, match="past its time"):
            follower_of(member).require()
