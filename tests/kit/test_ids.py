"""Ids: UUIDv7, in the order in which they were made, whichever thread made them."""

import threading
import time
from uuid import RFC_4122, UUID

from entrepot.kit.ids import new_id


def moment(identity: UUID) -> int:
    """Milliseconds since 1970, as the id says."""
    return identity.int >> 80


class TestNewId:
    def test_is_a_uuid_of_version_seven_made_now(self) -> None:
        before = time.time_ns() // 1_000_000
        made = new_id()
        assert (made.version, made.variant) == (7, RFC_4122)
        assert before <= moment(made) <= time.time_ns() // 1_000_000 + 1000

    def test_each_is_greater_than_the_one_before_also_in_one_millisecond(self) -> None:
        made = [new_id() for _ in range(20_000)]
        assert made == sorted(set(made))

    def test_threads_share_one_order(self) -> None:
        made: list[list[UUID]] = [[] for _ in range(8)]

        def make(i: int) -> None:
            made[i] = [new_id() for _ in range(2_000)]

        threads = [threading.Thread(target=make, args=(i,)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert all(each == sorted(each) for each in made)
        assert len({identity.int >> 64 for each in made for identity in each}) == 16_000
