"""Order numbers: from the id and back, as people write them, and nothing else."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.kit.ids import new_id
from entrepot.trade.numbers import id_range, number_of

IDS = st.builds(
    lambda high, count, low: UUID(int=high << 80 | 0x7 << 76 | count << 64 | 0b10 << 62 | low),
    st.integers(0, 2**48 - 1),
    st.integers(0, 2**12 - 1),
    st.integers(0, 2**62 - 1),
)


class TestNumber:
    @given(IDS)
    def test_finds_its_id_again(self, identity: UUID) -> None:
        ids = id_range(number_of(identity))
        assert ids is not None
        assert ids[0] <= identity <= ids[1]
        assert ids[1].int - ids[0].int == 2**22 - 1

    @given(IDS)
    def test_is_read_as_people_write_it(self, identity: UUID) -> None:
        number = number_of(identity)
        assert len(number) == 23 and number.count("-") == 3
        ids = id_range(number)
        for written in (
            number.lower(),
            number.replace("-", ""),
            number.replace("-", " "),
            number.replace("1", "I").replace("0", "O"),
            number.replace("1", "l").replace("0", "o"),
        ):
            assert id_range(written) == ids

    def test_ids_of_one_moment_have_numbers_of_their_own_that_keep_their_order(self) -> None:
        ids = [new_id() for _ in range(1000)]
        numbers = [number_of(each) for each in ids]
        assert numbers == sorted(set(numbers))

    @pytest.mark.parametrize(
        "nonsense",
        [
            "",
            "-",
            "01K9X",
            "01K9X-3M7QA-00000-0000",
            "01K9X-3M7QA-00000-000000",
            "01K9X-3M7QA-00000-0000U",
            "٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩",
            "０１２３４５６７８９０１２３４５６７８９",
            "01K9X-3M7QA-00000-0000\n",
            "01K9X-3M7QA-00000-0000'",
            "' OR 1=1 --aaaaaaaaa",
            "A" * 10_000,
            "\x00" * 20,
        ],
    )
    def test_is_nothing_else(self, nonsense: str) -> None:
        assert id_range(nonsense) is None
