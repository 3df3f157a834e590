"""Between Arrow, numpy and Python, without pandas; pyarrow's own ways are the reference."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.arrow import array_of, numpy_of, pc, texts_of


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_texts(texts):
    made = texts_of(texts)
    made.validate(full=True)
    assert made.equals(pa.array(texts, pa.large_string()))


def test_half_of_a_character():
    with pytest.raises(UnicodeEncodeError):
        texts_of(["a", "\ud800"])


@pytest.mark.parametrize("values", [[1.5, np.nan, -0.0], [], np.arange(6, dtype=np.int32)[::2]])
def test_numbers(values):
    values = np.asarray(values)
    assert array_of(values).equals(pa.array(values)) or np.isnan(values).any()
    np.testing.assert_array_equal(numpy_of(array_of(values)), values)


def test_true_and_false():
    assert numpy_of(pc.string_is_ascii(texts_of(["a", "µ", ""]))).tolist() == [True, False, True]
