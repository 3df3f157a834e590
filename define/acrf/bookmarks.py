"""The bookmarks of an annotated CRF: forms under a title, and forms under each visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onespec.define.acrf.drawn import Begins
from onespec.define.acrf.layout import in_one

if TYPE_CHECKING:
    from pikepdf import OutlineItem


def bookmark(title: str, forms: Begins, closed: bool = False) -> OutlineItem:
    """Forms under a title, which leads to the first of them."""
    from pikepdf import OutlineItem

    out = OutlineItem(title, forms[0][1] - 1 if forms else 0)
    out.children += [OutlineItem(in_one(form.title), page - 1) for form, page in forms]
    out.is_closed = closed
    return out


def visit_bookmarks(title: str, visits: tuple[tuple[str, Begins], ...]) -> list[OutlineItem]:
    """One bookmark, and under it the visits with their forms; none without visits."""
    if not visits:
        return []
    out = bookmark(title, visits[0][1][:1], closed=True)
    out.children[:] = [bookmark(visit, forms, closed=True) for visit, forms in visits]
    return [out]
