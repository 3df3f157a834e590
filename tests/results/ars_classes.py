"""What the classes of ARS 1.0 may hold: facts of its schema.

Source: CDISC, Analysis Results Standard, logical model 1.0, ``project/jsonschema/ars_ldm.schema.json`` of
github.com/cdisc-org/analysis-results-standard.  Of the classes that this program writes all keys are here; ``*`` marks
those that are required, ``[]`` a list, and ``|`` alternatives.  No class may have another key.
"""

from __future__ import annotations

CLASSES = {
    "ReportingEvent": "id* name* description label version:integer mainListOfContents:ListOfContents* "
    "otherListsOfContents:ListOfContents[] referenceDocuments:ReferenceDocument[] "
    "terminologyExtensions:TerminologyExtension[] analysisOutputCategorizations:AnalysisOutputCategorization[] "
    "analysisSets:AnalysisSet[] dataSubsets:DataSubset[] analysisGroupings:SubjectGroupingFactor[] "
    "dataGroupings:DataGroupingFactor[] globalDisplaySections:GlobalDisplaySection[] methods:AnalysisMethod[] "
    "analyses:Analysis[] outputs:Output[]",
    "ListOfContents": "name* description label contentsList:NestedList*",
    "NestedList": "listItems:OrderedListItem[]",
    "OrderedListItem": "name* description label level:integer* order:integer* analysisId outputId sublist:NestedList",
    "AnalysisSet": "id* label level:integer* order:integer* condition:WhereClauseCondition "
    "compoundExpression:CompoundSetExpression",
    "DataSubset": "id* label level:integer* order:integer* condition:WhereClauseCondition "
    "compoundExpression:CompoundSubsetExpression",
    "WhereClauseCondition": "dataset variable comparator:ConditionComparatorEnum value:text[]",
    "CompoundSubsetExpression": "logicalOperator:ExpressionLogicalOperatorEnum* whereClauses:WhereClause[]",
    "WhereClause": "level:integer* order:integer* condition:WhereClauseCondition "
    "compoundExpression:WhereClauseCompoundExpression",
    "SubjectGroupingFactor": "id* label dataDriven:boolean* groupingDataset groupingVariable groups:AnalysisGroup[]",
    "AnalysisGroup": "id* label level:integer* order:integer* condition:WhereClauseCondition "
    "compoundExpression:CompoundGroupExpression",
    "DataGroupingFactor": "id* label dataDriven:boolean* groupingDataset groupingVariable groups:DataGroup[]",
    "AnalysisMethod": "id* name* label description operations:Operation[]* documentRefs:DocumentReference[] "
    "codeTemplate:AnalysisProgrammingCodeTemplate",
    "Operation": "id* name* label description order:integer* resultPattern "
    "referencedOperationRelationships:ReferencedOperationRelationship[]",
    "ReferencedOperationRelationship": "id* description operationId* analysisId "
    "referencedOperationRole:OperationRole|SponsorOperationRole*",
    "OperationRole": "controlledTerm:OperationRoleEnum* sponsorTermId",
    "SponsorOperationRole": "controlledTerm sponsorTermId*",
    "Analysis": "id* name* label description version:integer categoryIds:text[] "
    "reason:AnalysisReason|SponsorAnalysisReason* purpose:AnalysisPurpose|SponsorAnalysisPurpose* "
    "documentRefs:DocumentReference[] analysisSetId dataset variable dataSubsetId methodId* "
    "orderedGroupings:OrderedGroupingFactor[] programmingCode:AnalysisOutputProgrammingCode "
    "referencedAnalysisOperations:ReferencedAnalysisOperation[] results:OperationResult[]",
    "AnalysisReason": "controlledTerm:AnalysisReasonEnum* sponsorTermId",
    "SponsorAnalysisReason": "controlledTerm sponsorTermId*",
    "AnalysisPurpose": "controlledTerm:AnalysisPurposeEnum* sponsorTermId",
    "SponsorAnalysisPurpose": "controlledTerm sponsorTermId*",
    "OrderedGroupingFactor": "order:integer* groupingId* resultsByGroup:boolean*",
    "AnalysisOutputProgrammingCode": "context* code documentRef:DocumentReference "
    "parameters:AnalysisOutputCodeParameter[]",
    "ReferencedAnalysisOperation": "referencedOperationRelationshipId* analysisId*",
    "OperationResult": "operationId* resultGroups:ResultGroup[] rawValue formattedValue",
    "ResultGroup": "groupingId* groupId groupValue",
    "Output": "id* name* label description version:integer displays:OrderedDisplay[]* categoryIds:text[] "
    "fileSpecifications:OutputFile[] documentRefs:DocumentReference[] programmingCode:AnalysisOutputProgrammingCode",
    "OrderedDisplay": "order:integer* display:OutputDisplay*",
    "OutputDisplay": "id* name* label description version:integer displayTitle displaySections:DisplaySection[]",
    "DisplaySection": "sectionType:DisplaySectionTypeEnum orderedSubSections:OrderedSubSection|OrderedSubSectionRef[]",
    "OrderedSubSection": "order:integer* subSection:DisplaySubSection* subSectionId",
    "OrderedSubSectionRef": "order:integer* subSectionId* subSection:DisplaySubSection",
    "DisplaySubSection": "id* text*",
    "TerminologyExtension": "id* enumeration:ExtensibleTerminologyEnum sponsorTerms:SponsorTerm[]*",
    "SponsorTerm": "id* submissionValue* description",
}
TERMS = {
    "ConditionComparatorEnum": "EQ NE GT GE LT LE IN NOTIN",
    "ExpressionLogicalOperatorEnum": "AND OR NOT",
    "OperationRoleEnum": "NUMERATOR DENOMINATOR",
    "ExtensibleTerminologyEnum": "AnalysisReasonEnum AnalysisPurposeEnum OperationRoleEnum OutputFileTypeEnum",
    "DisplaySectionTypeEnum": "Header,Title,Rowlabel Header,Legend,Abbreviation,Footnote,Footer",
    "AnalysisPurposeEnum": "PRIMARY OUTCOME MEASURE,SECONDARY OUTCOME MEASURE,EXPLORATORY OUTCOME MEASURE",
    "AnalysisReasonEnum": "SPECIFIED IN PROTOCOL,SPECIFIED IN SAP,DATA DRIVEN,REQUESTED BY REGULATORY AGENCY",
}


def schema() -> dict:
    """A JSON schema of a ReportingEvent that says the same."""
    known = {name: _class(keys.split()) for name, keys in CLASSES.items()}
    enums = {name: {"enum": terms.split("," if "," in terms else " ")} for name, terms in TERMS.items()}
    return {"$ref": "#/$defs/ReportingEvent", "$defs": known | enums}


def _class(keys: list[str]) -> dict:
    named = [key.rstrip("*").partition(":") for key in keys]
    required = [name for (name, _, _), key in zip(named, keys, strict=True) if key.endswith("*")]
    properties = {name: _type(kind or "text") for name, _, kind in named}
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _type(kind: str) -> dict:
    if kind.endswith("[]"):
        return {"type": "array", "items": _type(kind.removesuffix("[]"))}
    if "|" in kind:
        return {"anyOf": [_type(each) for each in kind.split("|")]}
    if kind in ("text", "integer", "boolean"):
        return {"type": "string" if kind == "text" else kind}
    return (
        {"$ref": f"#/$defs/{kind}"} if kind in CLASSES or kind in TERMS else {"not": {}}
    )  # a class that we do not write


def references(event: dict) -> list[str]:
    """Identifiers that are used and not defined, or defined twice."""
    defined: list[str] = []
    used: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for key, each in value.items():
                if key == "id":
                    defined.append(str(each))
                elif key.endswith("Id"):
                    used.append(str(each))
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(event)
    twice = sorted({f"{i} is defined twice" for i in defined if defined.count(i) > 1})
    return twice + [f"{i} is not defined" for i in sorted(set(used) - set(defined))]
