"""A corrected copy of a define.xml: what has one right answer is mended, the rest is left for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from onespec.define.check.data import check_data
from onespec.define.check.editing import Editor
from onespec.define.check.given import READERS, Reader
from onespec.define.check.rules import Fault, rules
from onespec.define.check.run import Checked, Finding, check_world
from onespec.define.check.world import World

_ROUNDS = 10  # what is removed leaves more unused: an item its codelist, a codelist its comment
_CODE = "nci:ExtCodeID"
# Rules about what nothing refers to, each with that about references of its kind that lead nowhere.
_REMOVED = {
    "DX0201": "DX0101",
    "DX0202": "DX0102",
    "DX0203": "DX0103",
    "DX0204": "DX0104",
    "DX0205": "DX0105",
    "DX0206": "DX0106",
    "DX0207": "DX0108",
}


@dataclass(frozen=True)
class Mended:
    """A corrected copy.

    content  its bytes
    done     the findings that it mends, each with what was written
    left     what a check of the copy still finds
    """

    content: bytes
    done: tuple[tuple[Finding, str], ...]
    left: Checked


Mender = Callable[[World, Editor, Fault], str]  # what was written, "" where it is left for people
MENDERS: dict[str, Mender] = {}


def mender(function: Mender) -> Mender:
    MENDERS[function.__name__] = function
    return function


def mend(world: World, name: str, folder: Path | None = None, readers: Mapping[str, Reader] = READERS) -> Mended:
    """Mend what is safe, round after round until nothing more is; ``folder``: of the data, None without.

    The data are measured before the first round and after the last.
    Raises `NotEdited` for a file in an encoding that is not edited.
    """
    done: list[tuple[Finding, str]] = []
    checked = check_world(world, name, check_data(world, folder, readers) if folder else None)
    for _ in range(_ROUNDS):
        editor = Editor(world.content, world.root)
        lost = {f.rule for f in checked.findings}
        written = [(f, _mended(world, editor, f)) for f in checked.findings if _is_safe(f.rule, lost)]
        done += [each for each in written if each[1]]
        if not editor:
            break
        world = World(editor.edited(), world.place, world.has_data)
        checked = check_world(world, name)
    if folder:
        checked = check_world(world, name, check_data(world, folder, readers))
    return Mended(world.content, tuple(done), checked)


def _is_safe(rule: str, lost: set[str]) -> bool:
    """Can findings of a rule be mended?  Nothing is removed while a reference of its kind leads nowhere: it may be what
    that reference means."""
    return bool(rules()[rule].mend) and _REMOVED.get(rule) not in lost


def _mended(world: World, editor: Editor, finding: Finding) -> str:
    return MENDERS[rules()[finding.rule].mend](world, editor, finding.fault) if finding.fault else ""


@mender
def remove(world: World, editor: Editor, fault: Fault) -> str:
    editor.remove(fault.node)
    return "removed"


@mender
def renumber(world: World, editor: Editor, fault: Fault) -> str:
    """Numbers that are missing or repeated, in the order that the others say; where that is another than the file's,
    nobody knows which one is meant."""
    above = fault.node.getparent()
    refs = [] if above is None else [n for n in above if isinstance(n.tag, str) and world.element(n) == "ItemRef"]
    said = [world.get(ref, "OrderNumber") for ref in refs]
    numbers = [int(each) for each in said if each.isdecimal()]
    if len(numbers) < sum(map(bool, said)) or numbers != sorted(numbers):
        return ""
    for place, ref in enumerate(refs, start=1):
        if world.get(ref, "OrderNumber") != str(place):
            editor.set(ref, "OrderNumber", str(place))
    return f"numbered from 1 to {len(refs)}"


@mender
def merge(world: World, editor: Editor, fault: Fault) -> str:
    """References to a where clause become those to the first one of its conditions, and it goes."""
    own, first = world.get(fault.node, "OID"), fault.value
    refs = [n for n in world.all("def:WhereClauseRef") if world.get(n, "WhereClauseOID") in (own, first)]
    places: dict[int, set[str]] = {}
    for ref in refs:
        value_list = next((n for n in ref.iterancestors() if world.element(n) == "def:ValueListDef"), ref.getparent())
        places.setdefault(id(value_list), set()).add(world.get(ref, "WhereClauseOID"))
    if any(len(oids) > 1 for oids in places.values()):
        return ""  # two definitions of one value list hold at once: which is right is for people
    for ref in refs:
        if world.get(ref, "WhereClauseOID") == own:
            editor.set(ref, "WhereClauseOID", first)
    editor.remove(fault.node)
    return f"removed; what referred to it refers to {first}"


@mender
def trim(world: World, editor: Editor, fault: Fault) -> str:
    text = " ".join("".join(map(str, fault.node.itertext())).split())
    editor.say(fault.node, text)
    return f"'{text}'"


@mender
def stylesheet(world: World, editor: Editor, fault: Fault) -> str:
    """Where one stylesheet lies beside the file."""
    there = sorted(each.name for each in world.place.parent.glob("*.xsl"))
    if len(there) != 1 or any(mark in there[0] for mark in '"<>&?'):
        return ""
    editor.before_root(f'<?xml-stylesheet type="text/xsl" href="{there[0]}"?>')
    return f"the stylesheet {there[0]} is named"


@mender
def sas_dataset_name(world: World, editor: Editor, fault: Fault) -> str:
    return _set(world, editor, fault.node, "SASDatasetName", world.get(fault.node, "Name"))


@mender
def sas_field_name(world: World, editor: Editor, fault: Fault) -> str:
    return _set(world, editor, fault.node, "SASFieldName", world.get(fault.node, "Name"))


@mender
def no_length(world: World, editor: Editor, fault: Fault) -> str:
    return _unset(editor, fault.node, "Length")


@mender
def no_digits(world: World, editor: Editor, fault: Fault) -> str:
    return _unset(editor, fault.node, "SignificantDigits")


@mender
def non_standard(world: World, editor: Editor, fault: Fault) -> str:
    return _set(world, editor, fault.node, "def:IsNonStandard", "Yes")


@mender
def standard(world: World, editor: Editor, fault: Fault) -> str:
    return _unset(editor, fault.node, "def:IsNonStandard")


@mender
def extended(world: World, editor: Editor, fault: Fault) -> str:
    """Not where the term may be a misspelt one: it has an NCI code, or differs from a term in capitals alone."""
    if "; it has '" in fault.detail or world.find(f'o:Alias[@Context="{_CODE}"]', fault.node):
        return ""
    return _set(world, editor, fault.node, "def:ExtendedValue", "Yes")


@mender
def length(world: World, editor: Editor, fault: Fault) -> str:
    return _set(world, editor, fault.node, "Length", fault.detail)


@mender
def has_data(world: World, editor: Editor, fault: Fault) -> str:
    return _unset(editor, fault.node, "def:HasNoData")


@mender
def no_data(world: World, editor: Editor, fault: Fault) -> str:
    return _set(world, editor, fault.node, "def:HasNoData", "Yes")


def _set(world: World, editor: Editor, node: etree._Element, name: str, value: str) -> str:
    editor.set(node, name, value)
    return f'{name}="{value}"'


def _unset(editor: Editor, node: etree._Element, name: str) -> str:
    editor.unset(node, name)
    return f"without {name}"
