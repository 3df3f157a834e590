# pyright: standard
"""Begin something: a study from its export, a dataset from a form, a codelist from the terminology."""

from __future__ import annotations

import argparse
from pathlib import Path

import onespec
from onespec.cli.places import add_places, say, study_of

EXAMPLE = "onespec new study my_study --raw my_export --study-id ABC-01"


def arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", metavar="kind", required=True)
    study = kinds.add_parser(
        "study",
        help="a specification from a raw export or an ODM file, each guess marked with its evidence",
        description="Write a specification from a raw export: forms, keys, types, date formats and codelists that all "
        "rows meet; or from an ODM file, as it defines them. Each guess is marked; 'onespec check --guesses' lists "
        "those that nobody has confirmed.",
        epilog=f"example: {EXAMPLE}",
    )
    study.add_argument("folder", metavar="DIR", type=Path, help="the new study: a folder that does not exist")
    source = study.add_mutually_exclusive_group(required=True)
    source.add_argument("--raw", metavar="FOLDER", type=Path, help="the raw export")
    source.add_argument("--odm", metavar="FILE", type=Path, help="an ODM-XML file, with or without clinical data")
    source.add_argument(
        "--like", metavar="NAME|FOLDER", help="a study whose forms, codelists and datasets it takes over"
    )
    study.add_argument("--study-id", default="", metavar="ID", help="STUDYID (default: the name of DIR)")
    study.add_argument("--created", default="", metavar="TIME", help="the time stamp of the outputs, ISO 8601")
    study.add_argument("--subject", default="", metavar="COLUMN", help="the column of the subject number")
    study.add_argument("--standards", default="sdtm", metavar="A,B", help="sdtm, or sdtm,adam")
    dataset = kinds.add_parser(
        "dataset",
        help="an SDTM dataset from a form, what the fields do not show as not answered yet",
        description="Write an SDTM dataset that reads a form: its required and expected variables, with the fields "
        "that have their name, label, codelist or role.",
        epilog="example: onespec new dataset AE --from events --study my_study",
    )
    dataset.add_argument("dataset", metavar="NAME", help="the SDTM dataset (AE, EX, ...), or ADSL")
    dataset.add_argument(
        "--from", dest="form", metavar="FORM", required=True, help="the form of crf.yaml that it reads; DM for ADSL"
    )
    add_places(dataset, raw=False, out=False)
    codelist = kinds.add_parser(
        "codelist",
        help="a codelist with its terms, from the terminology that ships",
        description="Print a codelist of the controlled terminology that ships as codelists.yaml has it: its NCI code "
        "and its terms; the answers of the CRF are written behind each term.",
        epilog="example: onespec new codelist C66742 --terms Y,N",
    )
    codelist.add_argument("code", metavar="CODE", help="its NCI code or short name (C66742, NY)")
    codelist.add_argument("--terms", default="", metavar="A,B", help="only these terms")
    codelist.add_argument("--name", default="", metavar="NAME", help="its name in the study (default: its short name)")
    codelist.add_argument("--write", action="store_true", help="write it at the end of the study's codelists.yaml")
    add_places(codelist, raw=False, out=False)


def run(arguments: argparse.Namespace) -> int:
    a = arguments
    if a.kind == "dataset":
        say(f"{onespec.new_dataset(study_of(a).folder, a.dataset.upper(), a.form)} is written.")
        return 0
    if a.kind == "codelist":
        asked = a.code, tuple(part.strip() for part in a.terms.split(",") if part.strip())
        if a.write:
            say(f"{onespec.new_codelist(study_of(a).folder, *asked, a.name)} has it at its end.")
        else:
            say(onespec.codelist_text(*asked, study_of(a).folder if a.study else None, a.name).rstrip())
        return 0
    standards = tuple(part.strip() for part in a.standards.split(","))
    if not set(standards) <= {"sdtm", "adam"} or "sdtm" not in standards:
        raise onespec.NotThere(f"--standards is sdtm or sdtm,adam, not '{a.standards}'")
    asked = onespec.Asked(a.study_id, a.created, a.subject, standards)
    if a.like and (a.subject or a.standards != "sdtm"):
        raise onespec.NotThere("--subject and --standards are what the study says that is named with --like")
    if a.like:
        say(onespec.new_like(a.folder, onespec.open(a.like).folder, asked).text(a.folder))
        return 0
    if a.odm and not a.odm.is_file():
        raise onespec.NotThere(f"there is no file {a.odm}")
    if a.odm and a.subject:
        raise onespec.NotThere("--subject is a column of a --raw export; of an ODM file it is SubjectKey")
    written = onespec.new_study(a.folder, a.odm or a.raw, asked)
    say(
        f"{', '.join(path.name for path in written)} in {a.folder}. 'onespec check --study {a.folder} --guesses' tells "
        "what is guessed."
    )
    return 0
