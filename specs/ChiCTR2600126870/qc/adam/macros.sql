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

-- Grades of laboratory results ----------------------------------------------------------------
-- The limits of CTCAE 5.0 and 6.0 as they are read there; "v" is the version. NULL: not decided, or no grade.

-- The grade whose range x lies in, going down (up) from the first limit; a grade without a limit is NULL.
CREATE OR REPLACE MACRO going_down(x, one, two, three, four) AS CASE
    WHEN x < four THEN 4 WHEN x < three THEN 3 WHEN x < two THEN 2 WHEN one IS NULL THEN NULL WHEN x < one THEN 1 ELSE 0 END;
CREATE OR REPLACE MACRO going_up(x, one, two, three, four) AS CASE
    WHEN x > four THEN 4 WHEN x > three THEN 3 WHEN x > two THEN 2 WHEN one IS NULL THEN NULL WHEN x > one THEN 1 ELSE 0 END;
-- Multiples of one number, the first of them included.
CREATE OR REPLACE MACRO from_multiple(x, of, one, two, three, four) AS CASE
    WHEN of IS NULL THEN NULL WHEN x > four * of THEN 4 WHEN x > three * of THEN 3 WHEN x > two * of THEN 2
    WHEN x >= one * of THEN 1 ELSE 0 END;
CREATE OR REPLACE MACRO only_if_equal(a, b) AS CASE WHEN a = b THEN a END;

CREATE OR REPLACE MACRO ctcae_low(v, test, x, lln) AS CASE
    WHEN test = 'NEUT' AND v = '6.0' THEN going_down(x, 1.5, 1.0, 0.5, 0.1)
    WHEN test = 'NEUT' THEN going_down(x, lln, 1.5, 1.0, 0.5)
    WHEN test = 'PLAT' AND v = '6.0' THEN going_down(x, lln, 75, 50, 10)
    WHEN test = 'PLAT' THEN going_down(x, lln, 75, 50, 25)
    WHEN test = 'WBC' THEN going_down(x, lln, 3.0, 2.0, 1.0)
    WHEN test = 'LYM' AND v = '5.0' THEN going_down(x, lln, 0.8, 0.5, 0.2)
    WHEN test = 'HGB' THEN going_down(x, lln, 100, 80, NULL)
    WHEN test = 'ALB' THEN going_down(x, lln, 30, 20, NULL)
    WHEN test = 'GLUC' THEN going_down(x, lln, 3.0, 2.2, 1.7)
    WHEN test = 'K' THEN going_down(x, lln, NULL, 3.0, 2.5)
    WHEN test = 'SODIUM' THEN going_down(x, lln, 130, 125, 120)
    END;

-- Terms for which an abnormal baseline has multiples of its own.
CREATE OR REPLACE MACRO by_normal(test, x, uln) AS CASE
    WHEN test IN ('ALT', 'AST') THEN going_up(x, uln, 3 * uln, 5 * uln, 20 * uln)
    WHEN test IN ('ALP', 'GGT') THEN going_up(x, uln, 2.5 * uln, 5 * uln, 20 * uln)
    WHEN test = 'BILI' THEN going_up(x, uln, 1.5 * uln, 3 * uln, 10 * uln) END;
CREATE OR REPLACE MACRO by_abnormal(v, test, x, base) AS CASE
    WHEN test IN ('ALT', 'AST') AND v = '5.0' THEN from_multiple(x, base, 1.5, 3, 5, 20)
    WHEN test IN ('ALT', 'AST') THEN from_multiple(x, base, 1, 1.5, 2, 4)
    WHEN test IN ('ALP', 'GGT') AND v = '5.0' THEN from_multiple(x, base, 2, 2.5, 5, 20)
    WHEN test = 'ALP' THEN going_up(x, base, NULL, NULL, NULL)
    WHEN test = 'GGT' THEN from_multiple(x, base, 1, 1.5, 3, 10)
    WHEN test = 'BILI' AND v = '5.0' THEN going_up(x, base, 1.5 * base, 3 * base, 10 * base)
    WHEN test = 'BILI' THEN from_multiple(x, base, 1, 1.5, 2.5, 10) END;
-- Without limit the first grade of one that is normal is not known, nor any other.
CREATE OR REPLACE MACRO by_baseline(v, test, x, uln, base, side) AS CASE
    WHEN side = 'HIGH' THEN by_abnormal(v, test, x, base)
    WHEN side = '' AND base IS NOT NULL THEN only_if_equal(by_abnormal(v, test, x, base),
        CASE WHEN test = 'ALP' AND v = '6.0' THEN going_up(x, uln, NULL, NULL, NULL) ELSE by_normal(test, x, uln) END)
    WHEN test = 'ALP' AND v = '6.0' THEN going_up(x, uln, NULL, NULL, NULL)
    ELSE by_normal(test, x, uln) END;

CREATE OR REPLACE MACRO ctcae_high(v, test, x, uln, base, side) AS CASE
    WHEN test IN ('ALT', 'AST', 'ALP', 'GGT', 'BILI') THEN by_baseline(v, test, x, uln, base, side)
    WHEN test = 'CREAT' AND uln IS NULL THEN NULL
    WHEN test = 'CREAT' AND v = '5.0' THEN greatest(going_up(x, uln, 1.5 * uln, 3 * uln, 6 * uln),
        CASE WHEN x > 3 * base THEN 3 WHEN x > 1.5 * base THEN 2 ELSE 0 END)
    WHEN test = 'CREAT' AND side = 'LOW' AND base IS NULL THEN NULL
    WHEN test = 'CREAT' AND side = 'LOW' THEN going_up(x, uln, 1.5 * base, 3 * base, 6 * uln)
    WHEN test = 'CREAT' THEN going_up(x, uln, 1.5 * uln, 3 * uln, 6 * uln)
    WHEN test = 'HGB' THEN going_up(x, uln, uln + 20, uln + 40, NULL)
    WHEN test = 'WBC' THEN CASE WHEN x > 100 THEN 3 ELSE 0 END
    WHEN test = 'LYM' THEN CASE WHEN x > 20 THEN 3 WHEN x > 4 THEN 2 ELSE 0 END
    WHEN test = 'GLUC' AND v = '6.0' THEN CASE WHEN x > 27.8 THEN 4 WHEN x > 13.9 THEN 3 ELSE 0 END
    WHEN test = 'K' THEN going_up(x, uln, 5.5, 6, 7)
    WHEN test = 'SODIUM' THEN going_up(x, uln, 150, 155, 160)
    WHEN test = 'INR' THEN going_up(x, 1.2, 1.5, 2.5, NULL)
    WHEN test = 'APTT' THEN going_up(x, uln, 1.5 * uln, 2.5 * uln, NULL)
    WHEN test = 'UPROTEXR' AND v = '5.0' THEN
        CASE WHEN x >= 3.5 THEN 3 WHEN x >= 1 THEN 2 WHEN uln IS NULL THEN NULL WHEN x >= uln THEN 1 ELSE 0 END
    END;

CREATE OR REPLACE MACRO term_of_low(v, test) AS CASE test
    WHEN 'NEUT' THEN 'Neutrophil count decreased' WHEN 'WBC' THEN 'White blood cell decreased'
    WHEN 'PLAT' THEN CASE v WHEN '6.0' THEN 'Thrombocytopenia' ELSE 'Platelet count decreased' END
    WHEN 'LYM' THEN 'Lymphocyte count decreased' WHEN 'HGB' THEN 'Anemia' WHEN 'ALB' THEN 'Hypoalbuminemia'
    WHEN 'GLUC' THEN 'Hypoglycemia' WHEN 'K' THEN 'Hypokalemia' WHEN 'SODIUM' THEN 'Hyponatremia' END;
CREATE OR REPLACE MACRO term_of_high(test) AS CASE test
    WHEN 'ALT' THEN 'Alanine aminotransferase increased' WHEN 'AST' THEN 'Aspartate aminotransferase increased'
    WHEN 'ALP' THEN 'Alkaline phosphatase increased' WHEN 'GGT' THEN 'GGT increased' WHEN 'BILI' THEN 'Blood bilirubin increased'
    WHEN 'CREAT' THEN 'Creatinine increased' WHEN 'HGB' THEN 'Hemoglobin increased' WHEN 'WBC' THEN 'Leukocytosis'
    WHEN 'LYM' THEN 'Lymphocyte count increased' WHEN 'GLUC' THEN 'Hyperglycemia' WHEN 'K' THEN 'Hyperkalemia'
    WHEN 'SODIUM' THEN 'Hypernatremia' WHEN 'INR' THEN 'INR increased'
    WHEN 'APTT' THEN 'Activated partial thromboplastin time prolonged'
    WHEN 'UPROT' THEN 'Proteinuria' WHEN 'UPROTEXR' THEN 'Proteinuria' END;
