"""What the program does not do at all: patterns of strangers, and git with its hooks."""

from __future__ import annotations

import ast
import re

from imports import modules, short, tree

# Files with a pattern that is put together, and of what: constants, what the program ships, or escaped letters.
PATTERNS = {
    "conformance/checks/fragments.py",  # a constant of another module
    "conformance/checks/treatment_of_subject.py",
    "conformance/checks/variable_known.py",  # a name of the standard
    "conformance/data.py",  # a name in checks.yaml of the program
    "define/check/guides.py",  # a label of the standard, escaped
    "define/check/kinds.py",  # rules.yaml of the program
    "define/check/values.py",
    "define/print/setting.py",  # a width
    "engine/notation.py",  # two marks of a field, escaped
    "engine/raw/dates.py",  # the letters of a date format, escaped
    "engine/spec/cut.py",
    "engine/spec/forms.py",
    "engine/spec/standards.py",  # names of the standard
    "submission/sharing/rules.py",  # a name in sharing.yaml, escaped but for its stars
    "trial/questions.py",  # questions.yaml of the program
}


def test_no_pattern_comes_from_a_file_of_others():
    """One that a stranger writes may run for ever: none is taken from a specification or a file."""
    found = set()
    for path in modules().values():
        for node in (n for n in ast.walk(tree(path)) if isinstance(n, ast.Call) and n.args):
            called = ast.unparse(node.func)
            if re.fullmatch(r"re\.(compile|match|fullmatch|search|sub|split|findall|finditer)", called):
                if not _fixed(node.args[0]):
                    found.add(short(path))
    assert found == PATTERNS


def _fixed(node: ast.expr) -> bool:
    """A text of the program, or of such texts and of constants of the module."""
    if isinstance(node, ast.JoinedStr):
        return all(_fixed(v.value) if isinstance(v, ast.FormattedValue) else True for v in node.values)
    if isinstance(node, ast.BinOp):
        return _fixed(node.left) and _fixed(node.right)
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).endswith((".join", "re.escape", ".format"))
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def test_git_is_never_run():
    """So that no hook of a repository runs."""
    for path in modules().values():
        for node in ast.walk(tree(path)):
            assert not (isinstance(node, (ast.List, ast.Tuple)) and node.elts and _is_git(node.elts[0])), short(path)


def _is_git(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == "git"
