"""The CDISC rules that come with pointblank: hand-written from the SDTM Implementation Guide 3.4, without a download.

Only pointblank's public functions are used (`validate_sdtmig`, and `rules`, `findings`, `summary` of its report).
What they do not tell: a rule whose variables are absent counts as passed, and of one rule at most 100 records a
dataset are listed.  Source: pointblank 1.1, `validate_sdtmig`.
"""

from __future__ import annotations

from importlib import metadata

from onespec.conformance.breach import POINTBLANK, Breach
from onespec.conformance.package import Package
from onespec.conformance.pointblank_rounds import STANDARD, VERSION, Said, ask
from onespec.conformance.run import FAILED, NOT_APPLICABLE, RAN, Run
from onespec.engine.spec.model import Study

_TERMS = ("codelist", "controlled terminology")


def run_pointblank(package: Package, study: Study) -> Run:
    """All rules on an SDTM package, with its define.xml where it has one.

    ``study`` serves to tell newer terms from wrong ones.
    """
    standard = study.standards.get("sdtm")
    if standard and standard.version != VERSION:
        return Run(
            POINTBLANK,
            f"not run: it has rules for {STANDARD} {VERSION} only, and the study follows {standard.name} "
            f"{standard.version}",
        )
    if not package.tables:
        return Run(POINTBLANK, "not run: there are no SDTM datasets")
    try:
        said, terminology = ask(package)
    except ImportError:
        return Run(
            POINTBLANK, "not run: it is not installed (make validate installs it; else pip install 'onespec[validate]')"
        )
    run = Run(
        POINTBLANK,
        f"{metadata.version('pointblank')}, rules for {STANDARD} {VERSION}, terminology "
        f"{terminology.removeprefix('sdtm-ct-')}",
        {RAN: 0, NOT_APPLICABLE: 0, FAILED: 0},
    )
    for rule in said:
        state = (
            FAILED
            if rule.status == "error"
            else RAN
            if rule.status == "fail" or rule.status == "pass" and _concerned(rule, package)
            else NOT_APPLICABLE
        )
        run.rules[state] += 1
        if state == FAILED:
            run.breaches.append(
                Breach(
                    POINTBLANK,
                    rule.rule_id,
                    _dataset(rule, package),
                    None,
                    (),
                    (),
                    f"The rule could not be run: {rule.message}",
                )
            )
        elif rule.status == "fail":
            run.breaches += _breaches(rule, package, study)
    if not (package.folder / "define.xml").exists():
        run.notes.append("pointblank: there is no define.xml beside the datasets; its rules on define.xml did not run.")
    if standard and standard.ct not in terminology:
        run.notes.append(
            f"pointblank: it carries the terminology {terminology.removeprefix('sdtm-ct-')}, the study declares "
            f"{standard.ct}; "
            "a term that is newer is a breach here, and is explained in conformance.yaml."
        )
    return run


def _concerned(rule: Said, package: Package) -> bool:
    """Whether the package has one of the datasets that a rule names; a rule that names none is about the package."""
    return not rule.dataset or any(name in package.tables for name in rule.dataset.split(", "))


def _dataset(rule: Said, package: Package) -> str:
    """The one dataset of the package that a rule is about, "" for several."""
    names = [n for n in rule.dataset.split(", ") if n in package.tables]
    return names[0] if len(names) == 1 else ""


def _breaches(rule: Said, package: Package, study: Study) -> list[Breach]:
    """One breach a record listed, and one for all that are not."""
    out = []
    terms = any(word in rule.description.casefold() for word in _TERMS)
    for r in rule.records:
        variables, values = ((r.variable,), (r.value,)) if r.variable else ((), ())
        fix = _newer(study, r.dataset, r.variable, r.value) if terms and r.variable else ""
        message = r.message or rule.description
        out.append(Breach(POINTBLANK, rule.rule_id, r.dataset, r.row, variables, values, message, fix, r.subject))
    if rule.n_issues > len(rule.records):
        number = rule.n_issues - len(rule.records)
        rest = f" ({number:,} more records, which pointblank does not list)" if rule.records else ""
        message = f"{rule.message or rule.description}{rest}"
        out.append(Breach(POINTBLANK, rule.rule_id, _dataset(rule, package), None, (), (), message))
    return out


def _newer(study: Study, dataset: str, variable: str, value: str) -> str:
    """What to do about a value that is a published term of the study's own codelist.

    pointblank's terminology is of another date.
    """
    described = study.datasets.get(dataset)
    known = described.variables.get(variable) if described else None
    codelist = study.codelists.get(known.codelist) if known else None
    term = codelist.terms.get(value) if codelist else None
    if not codelist or not term or not term.nci:
        return ""
    return (
        f"'{value}' ({term.nci}) is a term of {codelist.name} as the study declares it, "
        f"{study.standards['sdtm'].ct}: explain it in conformance.yaml."
    )
