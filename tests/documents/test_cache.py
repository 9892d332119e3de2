"""A cache that nobody can fill for everybody else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from equipoise_graphql.documents.cache import FairCache

puts = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 300), st.integers(0, 4)), max_size=60)


def test_a_flood_of_one_holder_leaves_what_others_keep() -> None:
    cache: FairCache[str, str] = FairCache(10_000)
    for number in range(10):
        cache.put(f"mine {number}", "x", 100, holder="me")
    for number in range(50_000):
        cache.put(f"flood {number}", "x", 100, holder="flood")
    assert all(cache.get(f"mine {number}") for number in range(10))
    assert cache.get("flood 49999")


def test_what_was_used_last_stays_longest() -> None:
    cache: FairCache[int, str] = FairCache(1_000)
    for number in range(9):
        cache.put(number, "x", 100, holder="me")
    assert cache.get(0)
    cache.put(9, "x", 100, holder="me")
    cache.put(10, "x", 100, holder="me")
    assert cache.get(0)
    assert cache.get(1) is None


def test_what_alone_would_drive_out_everything_is_not_kept() -> None:
    cache: FairCache[str, str] = FairCache(1_000)
    cache.put("small", "x", 100, holder="me")
    cache.put("large", "x", 251, holder="me")
    assert (cache.get("small"), cache.get("large")) == ("x", None)


@given(puts)
@settings(max_examples=100)
def test_no_more_is_kept_than_agreed_and_what_is_kept_is_right(entries: list[tuple[int, int, int]]) -> None:
    cache: FairCache[int, tuple[int, int]] = FairCache(2_000)
    last: dict[int, tuple[int, int]] = {}
    for key, size, holder in entries:
        cache.put(key, (size, holder), size, holder)
        last[key] = (size, holder)
        assert cache.size <= 2_000
        kept = {each: found for each in range(31) if (found := cache.get(each)) is not None}
        assert sum(size for size, _ in kept.values()) == cache.size
        assert len(kept) == len(cache)
        assert all(last[each] == found for each, found in kept.items())
