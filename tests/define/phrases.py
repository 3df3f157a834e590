"""The phrases that the code of define.xml says: the constants that calls of `Speech` are given."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from onespec import define

FOLDER = Path(define.__path__[0]).resolve()


def phrases() -> dict[str, str]:
    """Each text that is said, and where; the text "?" where it is none of the code's constants."""
    out: dict[str, str] = {}
    for file in sorted(FOLDER.glob("*.py")):
        module = ast.parse(file.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
        for function in functions:
            for call in _calls(function, file.name == "speech.py"):
                for text in constants(call.args[0], {**_assigned(module.body), **_assigned(ast.walk(function))}):
                    place = f"{file.name}:{call.lineno}"
                    out.setdefault(text if text != "?" else f"? {place} {ast.unparse(call.args[0])}", place)
    return out


def _calls(function: ast.FunctionDef, own: bool) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and node.args:
            name = ast.unparse(node.func)
            if name.rpartition(".")[2] in ("say", "_say") or (own and name == "self"):
                yield node


def _assigned(nodes: Iterable[ast.AST]) -> dict[str, list[ast.expr]]:
    """Names, and the expressions that are assigned to them."""
    out: dict[str, list[ast.expr]] = {}
    for node in nodes:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            assert isinstance(node, ast.Assign)
            pairs = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(target.elts, node.value.elts, strict=True))
            for name, value in pairs:
                if isinstance(name, ast.Name):
                    out.setdefault(name.id, []).append(value)
    return out


def constants(node: ast.expr, known: dict[str, list[ast.expr]]) -> list[str]:
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=orelse):
            return constants(body, known) + constants(orelse, known)
        case ast.Name(id=name) if name in known:
            others = {n: values for n, values in known.items() if n != name}
            itself = [v for v in known[name] if not isinstance(v, ast.IfExp)]
            parts = [p for v in known[name] if isinstance(v, ast.IfExp) for p in (v.body, v.orelse)]
            return [t for v in [*itself, *(p for p in parts if ast.unparse(p) != name)] for t in constants(v, others)]
    return ["?"]
