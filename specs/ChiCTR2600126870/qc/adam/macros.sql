-- Dates for the ADaM programs. DTC is a date of SDTM (ISO 8601, perhaps partial); the result is a
-- SAS day number (days since 1960-01-01), NULL where the date does not say enough.

-- A date complete to the day.
CREATE OR REPLACE MACRO sas_day(dtc) AS
    CASE WHEN regexp_matches(dtc, '^\d{4}-\d{2}-\d{2}')
    THEN TRY_CAST(left(dtc, 10) AS DATE) - DATE '1960-01-01' END;

-- The same; without a day the first day of the month.
CREATE OR REPLACE MACRO sas_day_low(dtc) AS
    CASE WHEN regexp_matches(dtc, '^\d{4}-\d{2}$')
    THEN TRY_CAST(dtc || '-01' AS DATE) - DATE '1960-01-01' ELSE sas_day(dtc) END;

-- The same; without a month the first day of the year as well.
CREATE OR REPLACE MACRO sas_day_first(dtc) AS
    CASE WHEN regexp_matches(dtc, '^\d{4}$')
    THEN TRY_CAST(dtc || '-01-01' AS DATE) - DATE '1960-01-01' ELSE sas_day_low(dtc) END;

-- The last day that a date may stand for: without a month the last day of the year.
CREATE OR REPLACE MACRO sas_day_latest(dtc) AS
    CASE
        WHEN regexp_matches(dtc, '^\d{4}$') THEN TRY_CAST(dtc || '-12-31' AS DATE) - DATE '1960-01-01'
        WHEN regexp_matches(dtc, '^\d{4}-\d{2}$')
            THEN last_day(TRY_CAST(dtc || '-01' AS DATE)) - DATE '1960-01-01'
        ELSE sas_day(dtc)
    END;

-- The same as sas_day; without a day the last day of the month.
CREATE OR REPLACE MACRO sas_day_high(dtc) AS
    CASE WHEN regexp_matches(dtc, '^\d{4}-\d{2}$')
    THEN last_day(TRY_CAST(dtc || '-01' AS DATE)) - DATE '1960-01-01' ELSE sas_day(dtc) END;

-- D when a day was imputed: no complete date is the one that was found.
CREATE OR REPLACE MACRO imputed_day(found, complete) AS
    CASE WHEN found IS DISTINCT FROM complete THEN 'D' ELSE '' END;

-- Y when the condition holds, N when it does not or is unknown.
CREATE OR REPLACE MACRO yes_no(condition) AS
    CASE WHEN condition THEN 'Y' ELSE 'N' END;

-- The answer that a list of them gives: Y or N; blank when there is neither or both.
CREATE OR REPLACE MACRO one_answer(answers) AS
    CASE
        WHEN list_contains(answers, 'Y') = list_contains(answers, 'N') THEN ''
        WHEN list_contains(answers, 'Y') THEN 'Y'
        ELSE 'N'
    END;

-- A day that bounds a date from above: it counts unless all days that the date may be lie after it.
CREATE OR REPLACE MACRO upper_bound(dtc, day) AS
    CASE WHEN day >= coalesce(sas_day_first(dtc), day) THEN day END;

-- Which parts of a date were imputed to give a day.
CREATE OR REPLACE MACRO imputed_parts(dtc, found) AS
    CASE WHEN found IS NULL THEN '' WHEN length(dtc) >= 10 THEN '' WHEN length(dtc) = 7 THEN 'D'
    WHEN length(dtc) = 4 THEN 'M' ELSE 'Y' END;

-- Days from a reference day: there is no day 0.
CREATE OR REPLACE MACRO relative_day(day, reference) AS
    CASE WHEN day < reference THEN day - reference ELSE day - reference + 1 END;

-- Y when the condition holds, blank when it does not or is unknown.
CREATE OR REPLACE MACRO yes_blank(condition) AS
    CASE WHEN condition THEN 'Y' ELSE '' END;

-- Findings by visit ---------------------------------------------------------------------------

-- Is a measurement taken after the first dose? Y, N; blank where nobody knows. Without both times of day
-- the day of the dose counts as before it.
CREATE OR REPLACE MACRO after_dose(dtc, dose) AS CASE
    WHEN dtc = '' OR length(dose) < 10 THEN ''
    WHEN last_day_of(dtc) < left(dose, 10)::DATE THEN 'N'
    WHEN first_day(dtc) > left(dose, 10)::DATE THEN 'Y'
    WHEN length(dtc) < 10 THEN ''
    WHEN length(dtc) > 10 AND length(dose) > 10 AND dtc >= dose THEN 'Y'
    ELSE 'N' END;

-- Days from the first dose; that day is 1, and the day before it is -1.
CREATE OR REPLACE MACRO day_of_study(day, first) AS day - first + CASE WHEN day >= first THEN 1 ELSE 0 END;

-- How many days apart, when there is no day 0.
CREATE OR REPLACE MACRO apart(day, target) AS abs(
    (day - CASE WHEN day > 0 THEN 1 ELSE 0 END) - (target - CASE WHEN target > 0 THEN 1 ELSE 0 END));

-- Differences in decimals; per cent of the baseline, of whole millionths, so that no digit is lost before the division.
CREATE OR REPLACE MACRO change(x, base) AS (x::DECIMAL(18, 6) - base::DECIMAL(18, 6))::DOUBLE;
CREATE OR REPLACE MACRO percent_of(x, base) AS CASE WHEN base <> 0 THEN
    (100 * (x::DECIMAL(18, 6) - base::DECIMAL(18, 6)) * 1000000)::BIGINT::DOUBLE / (base::DECIMAL(18, 6) * 1000000)::BIGINT::DOUBLE END;

CREATE OR REPLACE MACRO flag(condition) AS CASE WHEN condition THEN 'Y' ELSE '' END;

-- A number as it is written shortest.
CREATE OR REPLACE MACRO number_as_text(x) AS
    CASE WHEN x IS NULL THEN '' WHEN x = trunc(x) THEN x::BIGINT::VARCHAR ELSE rtrim(x::DECIMAL(18, 6)::VARCHAR, '0') END;
