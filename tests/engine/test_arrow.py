"""Between Arrow, numpy and Python, without pandas; pyarrow's own ways are the reference."""

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import OTHER

from onespec.engine.arrow import array_of, numbers_of, numpy_of, texts_of
from onespec.engine.compute import pc


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


def test_numbers_that_are_missing_are_null():
    made = numbers_of(np.array([1.5, np.nan, -0.0] * 5))
    made.validate(full=True)
    assert made.to_pylist() == [1.5, None, -0.0] * 5
    assert numbers_of(np.array([])).to_pylist() == []


def test_true_and_false():
    assert numpy_of(pc.string_is_ascii(texts_of(["a", "µ", ""]))).tolist() == [True, False, True]


BUILD = """
import sys
from onespec.cli.main import main
code = main(["build", "--study", sys.argv[1], "--raw", sys.argv[2], "--out", sys.argv[3], "--workers", "1", "--quiet"])
print(code, sorted({"pandas", "numpy.ma"} & set(sys.modules)))
"""


@pytest.mark.slow
def test_a_build_imports_neither_pandas_nor_masked_arrays(tmp_path):
    given = [sys.executable, "-c", BUILD, OTHER / "spec", OTHER / "raw", tmp_path / "out"]
    done = subprocess.run(given, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["0 []"], done.stdout + done.stderr
