"""A count changed in the data names the sentences that tell it; others are left alone."""

from guided import AE, write_data

from onespec.submission.guides.bound import differing, unjudged
from onespec.submission.guides.facts import Facts, Sentence, read_facts
from onespec.submission.guides.sources import Sources


def told(folder) -> list:
    facts = Facts(Sources(folder))
    facts.tell({"records": "AE"}, Sentence("csdrg", "3.4.1", "en", "AE held 4 records."))
    facts.tell({"subjects": "AE"}, Sentence("csdrg", "3.4.1", "en", "They were of 3 subjects."))
    counts = {"counts": "AE", "by": ["AETERM"]}
    for n, line in enumerate(("Cough 1", "Fever 1", "Rash 2")):
        facts.tell(counts, Sentence("csdrg", "3.4.1", "en", line, n))
    return read_facts(facts.text())


def test_the_same_data_bear_out_every_fact(tmp_path):
    write_data(tmp_path / "a", "AE", AE)
    write_data(tmp_path / "b" / "deep" / "er", "AE", AE)
    facts = told(tmp_path / "a")
    assert [fact.value for fact in facts[:2]] == [4, 3]
    assert differing(facts, Sources(tmp_path / "b")) == []


def test_a_record_more_names_the_sentences_with_both_values(tmp_path):
    write_data(tmp_path / "a", "AE", AE)
    more = {name: [*values, values[1]] for name, values in AE.items()}  # a second record of fever, of subject 1
    write_data(tmp_path / "b", "AE", more)
    found = differing(told(tmp_path / "a"), Sources(tmp_path / "b"))
    assert [(d.section, d.sentence, d.told, d.found) for d in found[:1]] == [("3.4.1", "AE held 4 records.", "4", "5")]
    assert [d.sentence for d in found] == ["AE held 4 records.", "Fever 1"]
    assert found[0].text() == 'csdrg 3.4.1: "AE held 4 records." tells 4 of records=AE; the files say 5.'


def test_a_dataset_that_is_gone_is_told(tmp_path):
    write_data(tmp_path / "a", "AE", AE)
    (tmp_path / "b").mkdir()
    found = differing(told(tmp_path / "a"), Sources(tmp_path / "b"))
    assert {d.found for d in found} == {""} and len(found) == 5
    assert found[0].text().endswith("the files do not have it.")


def test_a_row_more_than_the_table_has_names_the_table(tmp_path):
    write_data(tmp_path / "a", "AE", AE)
    more = {name: [*values, last] for (name, values), last in zip(AE.items(), ("3", "", "Vomiting"), strict=True)}
    write_data(tmp_path / "b", "AE", more)
    found = differing(told(tmp_path / "a")[2:], Sources(tmp_path / "b"))
    assert [(d.told, d.found) for d in found] == [("3 rows", "4 rows")]


def test_a_fact_without_its_source_is_not_judged(tmp_path):
    write_data(tmp_path / "a", "AE", AE)
    facts = Facts(Sources(tmp_path / "a"))
    facts.tell({"records": "AE"}, Sentence("csdrg", "1", "en", "4"))
    kept = read_facts(facts.text())
    kept[0].source = {"study": "id"}
    assert differing(kept, Sources(tmp_path / "a")) == []
    assert unjudged(kept, Sources(tmp_path / "a")) == kept
