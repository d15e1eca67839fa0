"""The benchmark of the console asks real pages about the alerts that it made."""

from pathlib import Path

from benchmarks.console import measure


async def test_every_page_is_served_and_lists_are_full(tmp_path: Path) -> None:
    """A list of many alerts is heavier than a page of none; each page is light enough."""
    pages = {page.path: page for page in await measure(tmp_path, 600, rounds=1)}

    assert pages["/alerts"].bytes > 3 * pages["/cases"].bytes
    assert all(page.is_light for page in pages.values())
    assert all(0 < page.median_ms <= page.slowest_ms for page in pages.values())
