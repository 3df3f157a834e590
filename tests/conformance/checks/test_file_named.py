"""Names of files."""

from checked import found, package


def test_the_file_has_the_name_of_its_dataset(tmp_path):
    (tmp_path / "dm.xpt").touch()
    (tmp_path / "events.xpt").touch()
    p = package(tmp_path, DM={"USUBJID": ["1"]}, AE={"USUBJID": ["1"]})
    assert found("file_named", "DM", p) == []
    assert found("file_named", "AE", p) == [(None, (), "ae.xpt")]
