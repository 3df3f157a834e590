"""A piece of a source file replaced by another.

In a program the piece is one statement, one expression or one argument (``keep="last"``), and is found by its meaning,
whatever its layout.  It must stand in exactly one place.  The name ``_`` stands for any expression, and in the
replacement for the one that was found: ``_.shift()`` becomes ``_.shift(0)``.

In any other file the piece is a text, and is replaced wherever it stands.
"""

from __future__ import annotations

import ast
from copy import deepcopy

from onespec.qc.power.seeds import CannotSeed

ANY = "_"


def replaced(file: str, text: str, piece: str, by: str) -> str:
    """The file's text with the replacement; raises `CannotSeed` where the piece has no place, or not one place only."""
    if file.endswith(".py"):
        return _replaced_code(file, text, piece, by)
    if piece not in text:
        raise CannotSeed(f"{file} has no {piece!r}")
    return text.replace(piece, by)


def _replaced_code(file: str, text: str, piece: str, by: str) -> str:
    """The program without its comments and in the layout of `ast.unparse`."""
    exchange = _Exchange(_read(piece), _read(by))
    tree = exchange.visit(ast.parse(text))
    if exchange.places != 1:
        places = f"{exchange.places} places with" if exchange.places else "no"
        raise CannotSeed(f"{file} has {places} {piece!r}")
    return ast.unparse(ast.fix_missing_locations(tree))


def _read(piece: str) -> ast.stmt | ast.expr:
    """A statement; an expression where the statement is one."""
    try:
        body = ast.parse(piece).body
    except SyntaxError as error:
        raise CannotSeed(f"{piece!r} is not Python: {error.msg}") from None
    if len(body) != 1:
        raise CannotSeed(f"{piece!r} is not one statement, expression or argument")
    return body[0].value if isinstance(body[0], ast.Expr) else body[0]


class _Exchange(ast.NodeTransformer):
    """Puts ``by`` in the place of ``piece``, and counts the places."""

    def __init__(self, piece: ast.stmt | ast.expr, by: ast.stmt | ast.expr):
        if isinstance(piece, ast.stmt) != isinstance(by, ast.stmt):
            raise CannotSeed(f"{ast.unparse(piece)!r} and {ast.unparse(by)!r} are not of one kind")
        self.pairs: list[tuple[ast.AST, ast.AST]] = [(piece, by)]
        if (argument := _argument(piece)) and (other := _argument(by)):
            self.pairs.append((argument, other))
        self.places = 0

    def visit(self, node: ast.AST) -> ast.AST:
        for piece, by in self.pairs:
            found: list[ast.AST] = []
            if _fits(piece, node, found):
                self.places += 1
                return _Filled(found[0]).visit(deepcopy(by)) if found else by
        return self.generic_visit(node)


class _Filled(ast.NodeTransformer):
    """Puts an expression in the place of ``_``."""

    def __init__(self, expression: ast.AST):
        self.expression = expression

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self.expression if node.id == ANY else node


def _argument(node: ast.AST) -> ast.keyword | None:
    """``name=value`` read as an argument of a call; None for anything else."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        return ast.keyword(node.targets[0].id, node.value)
    return None


def _fits(piece: object, node: object, found: list[ast.AST]) -> bool:
    """Whether a node is the piece; ``found`` holds what ``_`` stands for, the same in all its places."""
    if isinstance(piece, ast.Name) and piece.id == ANY and isinstance(node, ast.expr):
        found.append(node)
        return ast.dump(node) == ast.dump(found[0])
    if isinstance(piece, ast.AST):
        return type(piece) is type(node) and all(
            _fits(value, getattr(node, name, None), found) for name, value in ast.iter_fields(piece)
        )
    if isinstance(piece, list):
        return (
            isinstance(node, list)
            and len(piece) == len(node)
            and all(_fits(p, n, found) for p, n in zip(piece, node, strict=True))
        )
    return type(piece) is type(node) and piece == node
