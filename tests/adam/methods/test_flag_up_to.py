from onespec.adam.methods.flag_up_to import flag_up_to
from onespec.engine.columns import number, text


def test_the_date_itself_is_reached():
    assert flag_up_to(number([9, 10, 11, None]), "1960-01-11").tolist() == ["Y", "Y", "N", "N"]
    assert flag_up_to(text(["1960-01-11T08:00", "1960-01-12", ""]), "1960-01-11").tolist() == ["Y", "N", "N"]


def test_blank_when_the_date_may_be_on_either_side():
    """December 1959 and all of 1959 are before the date, February and 1961 after it, January and 1960 either."""
    dates = text(["1959-12", "1959", "1960-02", "1961", "1960-01", "1960"])
    assert flag_up_to(dates, "1960-01-11").tolist() == ["Y", "Y", "N", "N", "", ""]


def test_what_occurred_on_an_unknown_day_is_not_known_not_to_be_reached():
    flags = flag_up_to(text(["", "", "1960-01-12"]), "1960-01-11", text(["Y", "", "Y"]))
    assert flags.tolist() == ["", "N", "N"]
