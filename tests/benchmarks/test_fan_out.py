"""The benchmark of the fan-out measures real asking at simulated peers."""

from pathlib import Path

from benchmarks.fan_out import measure


def test_every_peer_answers_about_every_subject(tmp_path: Path) -> None:
    """No answer is lost between first and last, and the slowest peer is what was asked for."""
    result = measure(tmp_path, peers=4, subjects=2, fan_out=4, slowest_s=0.1)

    assert result.answered == 4 * 2
    assert result.slowest_peer_s == 0.1
    assert result.first_s <= result.median_s <= result.last_s
    assert result.last_s >= result.slowest_peer_s
