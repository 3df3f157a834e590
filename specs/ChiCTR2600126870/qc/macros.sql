-- Common expressions of the QC programs.  Text is never NULL: a blank is ''.

-- A text as the edition has it: in Chinese, or what it is in English.  Text without blanks around it.
CREATE MACRO trimmed(x) AS trim(x, ' ' || chr(9) || chr(160) || chr(12288));
CREATE MACRO text_of(original, translation) AS trimmed(CASE WHEN getvariable('edition') = 'zh' THEN original ELSE translation END);
-- A term of a dictionary: where nobody has given it in Chinese, the English one.
CREATE MACRO coded(chinese, english) AS text_of(coalesce(nullif(trimmed(chinese), ''), english), english);

-- ISO 8601 dates of any precision --------------------------------------------------------------

-- The first and the last day that a date may stand for; NULL for a blank.
CREATE MACRO first_day(dtc) AS
    CASE length(dtc) WHEN 0 THEN NULL WHEN 4 THEN (dtc || '-01-01')::DATE WHEN 7 THEN (dtc || '-01')::DATE
    ELSE left(dtc, 10)::DATE END;

CREATE MACRO last_day_of(dtc) AS
    CASE length(dtc) WHEN 0 THEN NULL WHEN 4 THEN (dtc || '-12-31')::DATE WHEN 7 THEN last_day((dtc || '-01')::DATE)
    ELSE left(dtc, 10)::DATE END;

-- The first and the last second, as text that sorts.
CREATE MACRO first_moment(dtc) AS
    CASE WHEN dtc = '' THEN '' WHEN length(dtc) > 16 THEN dtc WHEN length(dtc) = 16 THEN dtc || ':00'
    ELSE first_day(dtc)::VARCHAR || 'T00:00:00' END;

CREATE MACRO last_moment(dtc) AS
    CASE WHEN dtc = '' THEN '' WHEN length(dtc) > 16 THEN dtc WHEN length(dtc) = 16 THEN dtc || ':59'
    ELSE last_day_of(dtc)::VARCHAR || 'T23:59:59' END;

-- SDTMIG 4.4.4: days from the reference; the day itself is 1 and the day before is -1.
CREATE MACRO study_day(dtc, reference) AS
    CASE WHEN length(dtc) >= 10 AND length(reference) >= 10 THEN
        date_diff('day', left(reference, 10)::DATE, left(dtc, 10)::DATE)
        + CASE WHEN left(dtc, 10) >= left(reference, 10) THEN 1 ELSE 0 END
    END;

-- Values of the study -------------------------------------------------------------------------

CREATE MACRO study_value(wanted) AS (SELECT min(value) FROM spec.study WHERE name = wanted);

-- The number that a text states; NULL for <0.5, 2+ and words.
CREATE MACRO plain_number(x) AS CASE WHEN regexp_full_match(x, '[+-]?(\d+(\.\d*)?|\.\d+)') THEN x::DECIMAL(18, 6) END;
