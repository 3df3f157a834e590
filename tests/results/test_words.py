"""Words that analyses print, and what naming them costs."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from support import ROOT

from onespec.results.contract import Facts
from onespec.results.words import CHINESE_OF


def test_a_study_s_own_word_goes_before_that_of_the_program():
    assert Facts().said("Median")["zh"] == "中位数"
    assert Facts(words={"Median": "中位值"}).said("Median")["zh"] == "中位值"
    assert Facts().said("Something")["zh"] == "Something"


def test_every_word_of_an_analysis_has_its_chinese():
    said = set()
    for path in (ROOT / "results" / "methods").glob("*.py"):
        said |= set(re.findall(r'\bsaid\("([^"]+)"\)', path.read_text(encoding="utf-8")))
    assert said and said <= CHINESE_OF.keys()


@pytest.mark.slow
def test_a_build_loads_neither_statistics_nor_figures():
    """`check` and `build` know every analysis, and compute none."""
    code = "import sys\nfrom onespec.engine.registry import discover\ndiscover(('onespec.results.methods',))\n"
    code += "print([m for m in ('scipy', 'matplotlib', 'statsmodels', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
