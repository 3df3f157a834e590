"""docs/onespec.ipynb: its code cells run in order, and give the texts that it holds.  `make golden` rewrites them."""

from __future__ import annotations

import ast
import io
import json
import shutil
from contextlib import redirect_stdout

from support import OTHER, ROOT

PAGE = ROOT / "docs" / "onespec.ipynb"


def ran(source: str, names: dict[str, object]) -> list[dict[str, object]]:
    """The outputs of a cell: what it prints, and the value of an expression at its end."""
    tree, printed, value = ast.parse(source), io.StringIO(), None
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    with redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    out: list[dict[str, object]] = []
    if text := printed.getvalue():
        out.append({"name": "stdout", "output_type": "stream", "text": text.splitlines(True)})
    if value is not None:
        data = {"text/plain": repr(value).splitlines(True)}
        out.append({"data": data, "execution_count": None, "metadata": {}, "output_type": "execute_result"})
    return out


def test_golden_outputs_of_the_notebook(tmp_path, monkeypatch, request):
    shutil.copytree(OTHER, tmp_path / "tests" / "studies" / "other")
    monkeypatch.chdir(tmp_path)
    page, names = json.loads(PAGE.read_text(encoding="utf-8")), {}
    made = [ran("".join(c["source"]), names) if c["cell_type"] == "code" else None for c in page["cells"]]
    if request.config.getoption("--update-golden"):
        for cell, outputs in zip(page["cells"], made, strict=True):
            cell |= {"outputs": outputs} if outputs is not None else {}
        PAGE.write_text(json.dumps(page, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert sum(outputs is not None for outputs in made) > 5
    for cell, outputs in zip(page["cells"], made, strict=True):
        assert outputs is None or cell["outputs"] == outputs


def test_the_notebook_holds_no_clock_and_no_count_of_runs():
    cells = json.loads(PAGE.read_text(encoding="utf-8"))["cells"]
    assert {cell.get("execution_count") for cell in cells} == {None}
    assert not any("/tmp" in str(cell) or str(ROOT) in str(cell) for cell in cells)
