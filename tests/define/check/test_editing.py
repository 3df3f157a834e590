"""Edits change what they are meant to, and leave every other byte."""

import pytest
from lxml import etree

from onespec.define.check.editing import Editor, NotEdited

CONTENT = b"""<?xml version='1.0'?>
<!-- kept as it is -->
<a xmlns:d='http://www.cdisc.org/ns/def/v2.1'
   one = 'x>y'   two="2" >
  <b d:three="3"/>
  <b><c/>text &amp; more</b>
  <!-- <b/> -->
  <e>old</e><f />
</a>
"""


def edited(change, content: bytes = CONTENT) -> bytes:
    root = etree.fromstring(content)
    editor = Editor(content, root)
    change(editor, root)
    return editor.edited()


def test_without_edits_the_file_is_the_same():
    assert edited(lambda editor, root: None) == CONTENT


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (lambda e, r: e.set(r, "one", 'a"<b'), b"one = 'x>y'", b'one = "a&quot;&lt;b"'),
        (lambda e, r: e.set(r, "four", "4"), b'two="2" >', b'two="2" four="4" >'),
        (lambda e, r: e.set(r[0], "def:three", "5"), b'd:three="3"/>', b'd:three="5"/>'),
        (lambda e, r: e.set(r[1], "def:three", "5"), b"<b><c/>", b'<b d:three="5"><c/>'),
        (lambda e, r: e.set(r[1][0], "n", "1"), b"<c/>", b'<c n="1"/>'),
        (lambda e, r: e.unset(r, "one"), b"\n   one = 'x>y'", b""),
        (lambda e, r: e.unset(r, "five"), b"", b""),
        (lambda e, r: e.say(r[3], "a & b"), b"<e>old</e>", b"<e>a &amp; b</e>"),
        (lambda e, r: e.remove(r[0]), b'  <b d:three="3"/>\n', b""),
        (lambda e, r: e.remove(r[3]), b"<e>old</e>", b""),
        (lambda e, r: (e.remove(r[1]), e.set(r[1][0], "n", "1")), b"  <b><c/>text &amp; more</b>\n", b""),
        (lambda e, r: e.before_root("<?p q?>"), b"<a xmlns", b"<?p q?>\n<a xmlns"),
    ],
)
def test_an_edit_changes_its_own_bytes(change, old, new):
    found = edited(lambda editor, root: change(editor, root))
    assert found == CONTENT.replace(old, new, 1)


def test_a_mark_of_the_encoding_and_letters_of_more_bytes_move_nothing():
    content = "\ufeff<a>é<b n='ü'/></a>".encode()
    assert edited(lambda e, r: e.set(r[0], "n", "中"), content) == '\ufeff<a>é<b n="中"/></a>'.encode()


def test_letters_that_the_encoding_has_not_are_written_by_number():
    content = '<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9<b/></a>'.encode("latin-1")
    assert edited(lambda e, r: e.set(r[0], "n", "中é"), content).endswith(b'<a>\xe9<b n="&#20013;\xe9"/></a>')


def test_what_cannot_be_edited_says_so():
    with pytest.raises(NotEdited, match="utf-16"):
        edited(lambda e, r: None, '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"))
