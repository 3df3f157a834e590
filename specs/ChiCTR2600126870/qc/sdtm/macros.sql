-- How answers of the case record form are read (crf.yaml), and what all SDTM programs share.

-- Text without blanks around it, with full-width digits and signs as ASCII: for numbers, dates, times, codes, subjects.
CREATE MACRO narrow(x) AS translate(trimmed(x), '０１２３４５６７８９．：／－＋＜＞（）％', '0123456789.:/-+<>()%');

-- The term that an answer means; '' for a blank answer or one that nobody declared.
CREATE MACRO term(of_codelist, x) AS coalesce(
    (SELECT min(a.term) FROM spec.answers a WHERE a.codelist = of_codelist AND upper(a.answer) = upper(narrow(x))), '');

-- Of three terms the one that an order names first; '' when it names none.
CREATE MACRO earliest_in(in_order, a, b, c) AS coalesce(in_order[least(
    nullif(list_position(in_order, a), 0), nullif(list_position(in_order, b), 0), nullif(list_position(in_order, c), 0))], '');

-- An anticancer drug of a form that holds no coded name, by its English name.
CREATE MACRO anticancer_drug(x) AS text_of(
    CASE trimmed(x) WHEN 'Apatinib' THEN '阿帕替尼' WHEN 'Camrelizumab with apatinib' THEN '阿帕替尼;卡瑞利珠单抗' WHEN 'Donafenib' THEN '多纳非尼'
        WHEN 'Lenvatinib' THEN '仑伐替尼' WHEN 'Regorafenib' THEN '瑞戈非尼' WHEN 'Sorafenib' THEN '索拉非尼' END,
    upper(CASE trimmed(x) WHEN 'Camrelizumab with apatinib' THEN 'apatinib;camrelizumab' ELSE trimmed(x) END));

-- A date in any of the declared forms 2025-08-03, 2025/8/3, 03AUG2025; unknown parts (UN, UNK, UNKN,
-- NK) shorten it.  What is none of these is no date.
CREATE MACRO month_number(m) AS CASE WHEN regexp_full_match(m, '\d{1,2}') THEN m::INTEGER
    ELSE list_position(['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'], m) END;
CREATE MACRO iso_of_parts(y, m, d) AS CASE
    WHEN NOT regexp_full_match(y, '\d{4}') THEN ''
    WHEN m IS NULL THEN y
    WHEN NOT regexp_full_match(d, '\d{1,2}') THEN y || '-' || lpad(m::VARCHAR, 2, '0')
    ELSE coalesce(TRY_CAST(y || '-' || lpad(m::VARCHAR, 2, '0') || '-' || lpad(d, 2, '0') AS DATE)::VARCHAR, '') END;
CREATE MACRO parts_of_date(x) AS CASE
    WHEN contains(x, '-') THEN [split_part(x, '-', 1), split_part(x, '-', 2), split_part(x, '-', 3)]
    WHEN contains(x, '/') THEN [split_part(x, '/', 1), split_part(x, '/', 2), split_part(x, '/', 3)]
    ELSE [right(x, 4), upper(substr(x, 3, 3)), left(x, 2)] END;  -- 03AUG2025, UNAUG2025, UNUNK2025
-- In steps, so that nothing is worked out twice: a macro is put in wherever its name stands.
CREATE MACRO iso_date(x) AS list_transform(
    list_transform(list_transform([narrow(x)], lambda n: parts_of_date(n)), lambda p: [p[1], month_number(p[2])::VARCHAR, p[3]]),
    lambda p: iso_of_parts(p[1], p[2], p[3]))[1];

-- Date and time of day; a time counts only with a complete date.
CREATE MACRO iso_datetime(d, t) AS iso_date(d)
    || CASE WHEN length(iso_date(d)) = 10 AND regexp_full_match(narrow(t), '\d{2}:\d{2}(:\d{2})?') THEN 'T' || narrow(t) ELSE '' END;

-- A record's epoch on one day: consent opens SCREENING, the first dose TREATMENT; FOLLOW-UP begins
-- after the later of the decision to stop treatment and the last dose, not before that decision.
CREATE MACRO epoch_on(day, dtc, consent, first_dose, last_dose, stopped) AS CASE
    WHEN day IS NULL OR consent = '' OR day < first_day(consent) THEN ''
    WHEN first_dose = '' OR day < first_day(first_dose) THEN 'SCREENING'
    WHEN day = first_day(first_dose) AND length(dtc) > 10 AND length(first_dose) > 10 AND dtc < first_dose THEN 'SCREENING'
    WHEN coalesce(stopped, '') = '' OR day <= greatest(first_day(stopped), first_day(last_dose)) THEN 'TREATMENT'
    WHEN day > greatest(last_day_of(stopped), last_day_of(last_dose)) THEN 'FOLLOW-UP'
    ELSE '' END;  -- treatment ended on an unknown day of this time
-- A partial date has an epoch when all its days have the same.
-- A decision to stop without its day, in the time of the day after the last dose, is taken for the last dose.
CREATE MACRO stop_taken(stopped, last_dose) AS CASE
    WHEN length(stopped) < 10 AND length(last_dose) >= 10 AND first_day(last_dose) + 1 BETWEEN first_day(stopped) AND last_day_of(stopped)
    THEN last_dose ELSE stopped END;
CREATE MACRO epoch(dtc, consent, first_dose, last_dose, stopped) AS CASE
    WHEN epoch_on(first_day(dtc), dtc, consent, first_dose, last_dose, stop_taken(stopped, last_dose))
       = epoch_on(last_day_of(dtc), dtc, consent, first_dose, last_dose, stop_taken(stopped, last_dose))
    THEN epoch_on(first_day(dtc), dtc, consent, first_dose, last_dose, stop_taken(stopped, last_dose)) ELSE '' END;

-- A finding on the day of the first dose is taken before it where one of the two has no time of day.
CREATE MACRO finding_epoch(dtc, consent, first_dose, last_dose, stopped) AS CASE
    WHEN length(dtc) >= 10 AND left(dtc, 10) = left(first_dose, 10) AND (length(dtc) = 10 OR length(first_dose) = 10)
         AND consent <> '' AND first_day(dtc) >= last_day_of(consent) THEN 'SCREENING'
    ELSE epoch(dtc, consent, first_dose, last_dose, stopped) END;

-- Whether a record stands before the first dose: by time of day where both have one; a record
-- without it counts as before on the day of the first dose, a partial date when all its days are before.
CREATE MACRO before_dose(dtc, first_dose) AS
    length(dtc) >= 4 AND length(first_dose) >= 10
    AND CASE WHEN length(dtc) < 10 THEN last_day_of(dtc) < first_day(first_dose)
             WHEN length(dtc) > 10 AND length(first_dose) > 10 THEN dtc < first_dose
             ELSE left(dtc, 10) <= left(first_dose, 10) END;

-- The data cut: rows of later days go, ends of later days are not known yet ------------------------------

-- A partial date is later when all its days are: as text, 2027-10 is less than 2027-10-31.
CREATE MACRO is_later(x) AS iso_date(x) > study_value('DATA_CUT');

CREATE TABLE later_subject AS SELECT narrow(SUBJID) AS SUBJID FROM raw.demography WHERE is_later(ICFDAT);

-- A visit without a date is later where one that is planned before it is.
CREATE TABLE later_visit AS
    WITH dated AS (
        SELECT narrow(r.SUBJID) AS SUBJID, term('VISIT', r.VISIT) AS COLLECTED, iso_date(r.VISDAT) AS DTC, is_later(r.VISDAT) AS LATER,
               TRY_CAST(v.VISITNUM AS DOUBLE) AS PLANNED
        FROM raw.visits r LEFT JOIN spec.visits v ON v.VISIT = term('VISIT', r.VISIT))
    SELECT SUBJID, COLLECTED FROM dated d
    WHERE LATER OR (DTC = '' AND EXISTS (SELECT 1 FROM dated e WHERE e.SUBJID = d.SUBJID AND e.LATER AND e.PLANNED < d.PLANNED));

CREATE MACRO of_later_visit(subject, visit) AS
    EXISTS (SELECT 1 FROM later_visit l WHERE l.SUBJID = narrow(subject) AND l.COLLECTED = term('VISIT', visit));
CREATE MACRO of_later_subject(subject) AS narrow(subject) IN (SELECT SUBJID FROM later_subject);

DELETE FROM raw.reconsent WHERE of_later_subject(SUBJID) OR is_later(RICFDAT);
DELETE FROM raw.visits WHERE of_later_subject(SUBJID) OR is_later(VISDAT) OR (iso_date(VISDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.ecog WHERE of_later_subject(SUBJID) OR is_later(ECOGDAT) OR (iso_date(ECOGDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.child_pugh WHERE of_later_subject(SUBJID) OR is_later(CPDAT) OR (iso_date(CPDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.vital_signs WHERE of_later_subject(SUBJID) OR is_later(VSDAT) OR (iso_date(VSDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.chemistry WHERE of_later_subject(SUBJID) OR is_later(LBDAT) OR (iso_date(LBDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.coagulation WHERE of_later_subject(SUBJID) OR is_later(LBDAT) OR (iso_date(LBDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.urinalysis WHERE of_later_subject(SUBJID) OR is_later(LBDAT) OR (iso_date(LBDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.afp WHERE of_later_subject(SUBJID) OR is_later(LBDAT) OR (iso_date(LBDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.haematology WHERE of_later_subject("受试者编号") OR is_later("采样日期") OR (iso_date("采样日期") = '' AND of_later_visit("受试者编号", "访视"));
DELETE FROM raw.local_lab WHERE of_later_subject("受试者编号") OR is_later("采样日期") OR (iso_date("采样日期") = '' AND of_later_visit("受试者编号", "访视"));
DELETE FROM raw.virology WHERE of_later_subject("受试者编号") OR is_later("采样日期") OR (iso_date("采样日期") = '' AND of_later_visit("受试者编号", "访视"));
DELETE FROM raw.oxaliplatin WHERE of_later_subject(SUBJID) OR is_later(OXSTDAT) OR (iso_date(OXSTDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.oxaliplatin_planned WHERE of_later_subject(SUBJID) OR is_later(OXSTDAT) OR (iso_date(OXSTDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.capecitabine WHERE of_later_subject(SUBJID) OR is_later(CAPSTDAT) OR (iso_date(CAPSTDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.capecitabine_planned WHERE of_later_subject(SUBJID) OR is_later(CAPSTDAT) OR (iso_date(CAPSTDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.bevacizumab WHERE of_later_subject(SUBJID) OR is_later(BEVSTDAT) OR (iso_date(BEVSTDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.bevacizumab_planned WHERE of_later_subject(SUBJID) OR is_later(BEVSTDAT) OR (iso_date(BEVSTDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.target_lesions WHERE of_later_subject(SUBJID) OR is_later(TLDAT) OR (iso_date(TLDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.nontarget_lesions WHERE of_later_subject(SUBJID) OR is_later(NTLDAT) OR (iso_date(NTLDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.new_lesions WHERE of_later_subject(SUBJID) OR is_later(NLDAT) OR (iso_date(NLDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.response WHERE of_later_subject(SUBJID) OR is_later(RSDAT) OR (iso_date(RSDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.ecg WHERE of_later_subject(SUBJID) OR is_later(EGDAT) OR (iso_date(EGDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.deviations WHERE of_later_subject(SUBJID) OR is_later(DVDAT) OR (iso_date(DVDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.pregnancy WHERE of_later_subject(SUBJID) OR is_later(HCGDAT) OR (iso_date(HCGDAT) = '' AND of_later_visit(SUBJID, VISIT));
DELETE FROM raw.ae WHERE of_later_subject(SUBJID) OR is_later(AESTDAT);
DELETE FROM raw.conmeds WHERE of_later_subject(SUBJID) OR is_later(CMSTDAT);
DELETE FROM raw.earlier_tki WHERE of_later_subject(SUBJID) OR is_later(TKISTDAT);
DELETE FROM raw.later_therapy WHERE of_later_subject(SUBJID) OR is_later(LTSTDAT);
DELETE FROM raw.end_of_treatment WHERE of_later_subject(SUBJID) OR is_later(EOTDAT);
DELETE FROM raw.end_of_study WHERE of_later_subject(SUBJID) OR is_later(EOSDAT);
DELETE FROM raw.death WHERE of_later_subject(SUBJID) OR is_later(DTHDAT);
DELETE FROM raw.survival WHERE of_later_subject(SUBJID) OR is_later(FUDAT);
DELETE FROM raw.history WHERE of_later_subject("受试者编号");
DELETE FROM raw.demography WHERE of_later_subject(SUBJID);
DELETE FROM raw.eligibility WHERE of_later_subject(SUBJID) OR (is_later(IEDAT) AND (iso_date(ENRDAT) = '' OR is_later(ENRDAT)));
UPDATE raw.eligibility SET ENRDAT = '', ENRYN = '' WHERE is_later(ENRDAT);

-- A dose that runs on that day ends on it; what else runs has no end.
CREATE MACRO cut_end(x) AS CASE WHEN is_later(x) THEN study_value('DATA_CUT') ELSE x END;
CREATE TABLE ended AS
    SELECT 'OXALIPLATIN' AS TRT, narrow(SUBJID) AS SUBJID, term('VISIT', VISIT) AS COLLECTED, '' AS SPID FROM raw.oxaliplatin WHERE is_later(OXENDAT)
    UNION ALL SELECT 'CAPECITABINE', narrow(SUBJID), term('VISIT', VISIT), narrow(CAPSEQ) FROM raw.capecitabine WHERE is_later(CAPENDAT)
    UNION ALL SELECT 'BEVACIZUMAB', narrow(SUBJID), term('VISIT', VISIT), '' FROM raw.bevacizumab WHERE is_later(BEVENDAT);
UPDATE raw.oxaliplatin SET OXENDAT = cut_end(OXENDAT), OXENTIM = '' WHERE is_later(OXENDAT);
UPDATE raw.capecitabine SET CAPENDAT = cut_end(CAPENDAT) WHERE is_later(CAPENDAT);
UPDATE raw.bevacizumab SET BEVENDAT = cut_end(BEVENDAT), BEVENTIM = '' WHERE is_later(BEVENDAT);
UPDATE raw.ae SET AETOXGR = '', AESDTH = 'N' WHERE is_later(AEENDAT) AND narrow(AETOXGR) = '5';
UPDATE raw.ae SET AEENDAT = '', AEONGO = 'Y', AEOUT = 'NOT RECOVERED/NOT RESOLVED' WHERE is_later(AEENDAT);
UPDATE raw.conmeds SET CMENDAT = '', CMONGO = 'Y' WHERE is_later(CMENDAT);
UPDATE raw.earlier_tki SET TKIENDAT = '' WHERE is_later(TKIENDAT);
UPDATE raw.later_therapy SET LTENDAT = '' WHERE is_later(LTENDAT);

-- The decision to stop treatment; no row while treatment goes on.
CREATE VIEW treatment_end AS
    SELECT narrow(SUBJID) AS SUBJID, iso_date(EOTDAT) AS EOTDTC FROM raw.end_of_treatment WHERE iso_date(EOTDAT) <> '';

-- Number and name of each visit as collected.  An unscheduled visit follows the highest number among
-- the subject's scheduled visits up to its date: .01 the first, .02 the second.
CREATE VIEW visit_of AS
    WITH held AS (
        SELECT narrow(SUBJID) AS SUBJID, term('VISIT', VISIT) AS COLLECTED, iso_date(VISDAT) AS VISDTC
        FROM raw.visits),
    based AS (
        SELECT u.SUBJID, u.COLLECTED, u.VISDTC, coalesce(max(p.VISITNUM::INTEGER), 0) AS BASE
        FROM held u
        LEFT JOIN held s ON s.SUBJID = u.SUBJID AND last_day_of(s.VISDTC) <= coalesce(last_day_of(u.VISDTC), DATE '9999-12-31')
        LEFT JOIN spec.visits p ON p.VISIT = s.COLLECTED
        WHERE u.COLLECTED <> '' AND u.COLLECTED NOT IN (SELECT VISIT FROM spec.visits)
        GROUP BY ALL),
    numbered AS (
        SELECT SUBJID, COLLECTED,
               (BASE + row_number() OVER (PARTITION BY SUBJID, BASE ORDER BY coalesce(last_day_of(VISDTC), DATE '9999-12-31'), COLLECTED) * 0.01)::DECIMAL(9, 2) AS VISITNUM
        FROM based)
    SELECT SUBJID, COLLECTED, VISITNUM::DOUBLE AS VISITNUM, 'UNSCHEDULED ' || VISITNUM::VARCHAR AS VISIT FROM numbered
    UNION ALL
    SELECT narrow(d.SUBJID), p.VISIT, p.VISITNUM::DOUBLE, p.VISIT FROM raw.demography d, spec.visits p;

-- Where the days from one to another lie against the reference period; NULL is open on that side.
CREATE MACRO place_of_days(from_day, to_day, period_start, period_end) AS CASE
    WHEN from_day IS NULL AND to_day IS NULL THEN ''
    WHEN to_day < period_start THEN 'BEFORE'
    WHEN from_day > period_end THEN 'AFTER'
    WHEN from_day >= period_start AND to_day <= period_end THEN 'DURING'
    WHEN from_day >= period_start THEN 'DURING/AFTER'
    WHEN to_day <= period_end THEN 'BEFORE/DURING'
    ELSE 'UNKNOWN' END;
-- Start and end of a record against it, where the date is not complete; each bounds the other unless they contradict.
CREATE MACRO start_place(dtc, end_dtc, rf_start, rf_end) AS CASE
    WHEN length(dtc) >= 10 OR length(rf_start) < 10 OR length(rf_end) < 10 THEN ''
    ELSE place_of_days(first_day(dtc),
        CASE WHEN dtc <> '' AND last_day_of(end_dtc) < first_day(dtc) THEN last_day_of(dtc) ELSE least(last_day_of(dtc), last_day_of(end_dtc)) END,
        first_day(rf_start), first_day(rf_end)) END;
CREATE MACRO end_place(dtc, start_dtc, rf_start, rf_end) AS CASE
    WHEN length(dtc) >= 10 OR length(rf_start) < 10 OR length(rf_end) < 10 THEN ''
    ELSE place_of_days(
        CASE WHEN dtc <> '' AND first_day(start_dtc) > last_day_of(dtc) THEN first_day(dtc) ELSE greatest(first_day(dtc), first_day(start_dtc)) END,
        last_day_of(dtc), first_day(rf_start), first_day(rf_end)) END;

-- Laboratory ----------------------------------------------------------------------------------

-- A number with so many decimals, rounded half up.
CREATE MACRO in_places(x, places) AS CASE places
    WHEN '0' THEN x::DECIMAL(18, 0)::VARCHAR WHEN '1' THEN x::DECIMAL(18, 1)::VARCHAR
    WHEN '2' THEN x::DECIMAL(18, 2)::VARCHAR WHEN '3' THEN x::DECIMAL(18, 3)::VARCHAR END;

-- 8.80 as 8.8, 9.00 as 9; 130 stays.
CREATE MACRO without_zeros(number) AS
    CASE WHEN contains(number, '.') THEN rtrim(rtrim(number, '0'), '.') ELSE number END;

-- A result against its range.  <0.5 is LOW when 0.5 is not above the lower limit, >1000 is HIGH when
-- 1000 is not below the upper one; NORMAL when the values that it may stand for all are.
CREATE MACRO against_range(comparator, x, low, high) AS CASE
    WHEN low IS NULL AND high IS NULL THEN ''
    WHEN left(comparator, 1) = '<' THEN
        CASE WHEN x <= low THEN 'LOW' WHEN coalesce(low, 0) <= 0 AND x <= high THEN 'NORMAL' ELSE '' END
    WHEN left(comparator, 1) = '>' THEN
        CASE WHEN x >= high THEN 'HIGH' WHEN high IS NULL AND x >= low THEN 'NORMAL' ELSE '' END
    WHEN x < low THEN 'LOW'
    WHEN x > high THEN 'HIGH'
    ELSE 'NORMAL' END;

-- CTCAE 5.0, what a number in the study's unit alone decides. The grade whose range below (above) the
-- limits x lies in; NULL where the first limit decides and is not known. A grade without limit: NULL.
CREATE MACRO below_limits(x, first, second, third, fourth) AS CASE
    WHEN x < fourth THEN 4 WHEN x < third THEN 3 WHEN x < second THEN 2
    WHEN first IS NULL THEN NULL WHEN x < first THEN 1 ELSE 0 END;
CREATE MACRO above_limits(x, first, second, third, fourth) AS CASE
    WHEN x > fourth THEN 4 WHEN x > third THEN 3 WHEN x > second THEN 2
    WHEN first IS NULL THEN NULL WHEN x > first THEN 1 ELSE 0 END;

CREATE MACRO grade_low(test, x, lln) AS CASE test
    WHEN 'HGB' THEN below_limits(x, lln, 100, 80, NULL)
    WHEN 'PLAT' THEN below_limits(x, lln, 75, 50, 25)
    WHEN 'WBC' THEN below_limits(x, lln, 3, 2, 1)
    WHEN 'NEUT' THEN below_limits(x, lln, 1.5, 1, 0.5)
    WHEN 'LYM' THEN below_limits(x, lln, 0.8, 0.5, 0.2)
    WHEN 'ALB' THEN below_limits(x, lln, 30, 20, NULL)
    WHEN 'GLUC' THEN below_limits(x, lln, 3.0, 2.2, 1.7)
    WHEN 'SODIUM' THEN below_limits(x, lln, 130, 125, 120)
    WHEN 'K' THEN below_limits(x, lln, NULL, 3.0, 2.5)
    ELSE 0 END;
CREATE MACRO grade_high(test, x, uln) AS CASE
    WHEN test = 'HGB' THEN above_limits(x, uln, uln + 20, uln + 40, NULL)
    WHEN test = 'WBC' THEN CASE WHEN x > 100 THEN 3 ELSE 0 END
    WHEN test = 'LYM' THEN CASE WHEN x > 20 THEN 3 WHEN x > 4 THEN 2 ELSE 0 END
    WHEN test IN ('ALT', 'AST') THEN above_limits(x, uln, 3 * uln, 5 * uln, 20 * uln)
    WHEN test IN ('ALP', 'GGT') THEN above_limits(x, uln, 2.5 * uln, 5 * uln, 20 * uln)
    WHEN test = 'BILI' THEN above_limits(x, uln, 1.5 * uln, 3 * uln, 10 * uln)
    WHEN test = 'CREAT' THEN above_limits(x, uln, 1.5 * uln, 3 * uln, 6 * uln)
    WHEN test = 'APTT' THEN above_limits(x, uln, 1.5 * uln, 2.5 * uln, NULL)
    WHEN test = 'INR' THEN above_limits(x, 1.2, 1.5, 2.5, NULL)
    WHEN test = 'SODIUM' THEN above_limits(x, uln, 150, 155, 160)
    WHEN test = 'K' THEN above_limits(x, uln, 5.5, 6, 7)
    WHEN test = 'PROTEXR' THEN
        CASE WHEN x >= 3.5 THEN 3 WHEN x >= 1 THEN 2 WHEN uln IS NULL THEN NULL WHEN x >= uln THEN 1 ELSE 0 END
    ELSE 0 END;

-- A value between two ends (the same for a plain number) has a grade when both ends have it.
CREATE MACRO on_one_side(at_start, at_end) AS CASE WHEN at_start = at_end THEN at_start END;
CREATE MACRO worse_side(low_grade, high_grade) AS CASE
    WHEN low_grade IS NULL OR high_grade IS NULL THEN nullif(greatest(low_grade, high_grade), 0)
    ELSE greatest(low_grade, high_grade) END;

-- What a dipstick for protein says.
CREATE MACRO grade_of_dipstick(answer) AS CASE
    WHEN answer IN ('NEGATIVE', 'TRACE', 'NOT DETECTED') THEN 0 WHEN answer = '1+' THEN 1
    WHEN answer IN ('2+', '3+') THEN 2 WHEN answer = '4+' THEN 3 END;

CREATE MACRO low_term(test) AS CASE test
    WHEN 'HGB' THEN 'Anemia' WHEN 'PLAT' THEN 'Platelet count decreased' WHEN 'WBC' THEN 'White blood cell decreased'
    WHEN 'NEUT' THEN 'Neutrophil count decreased' WHEN 'LYM' THEN 'Lymphocyte count decreased' WHEN 'ALB' THEN 'Hypoalbuminemia'
    WHEN 'GLUC' THEN 'Hypoglycemia' WHEN 'SODIUM' THEN 'Hyponatremia' WHEN 'K' THEN 'Hypokalemia' END;
CREATE MACRO high_term(test) AS CASE test
    WHEN 'HGB' THEN 'Hemoglobin increased' WHEN 'WBC' THEN 'Leukocytosis' WHEN 'LYM' THEN 'Lymphocyte count increased'
    WHEN 'ALT' THEN 'Alanine aminotransferase increased' WHEN 'AST' THEN 'Aspartate aminotransferase increased'
    WHEN 'ALP' THEN 'Alkaline phosphatase increased' WHEN 'GGT' THEN 'GGT increased' WHEN 'BILI' THEN 'Blood bilirubin increased'
    WHEN 'CREAT' THEN 'Creatinine increased' WHEN 'APTT' THEN 'Activated partial thromboplastin time prolonged'
    WHEN 'INR' THEN 'INR increased' WHEN 'SODIUM' THEN 'Hypernatremia' WHEN 'K' THEN 'Hyperkalemia'
    WHEN 'PROTEXR' THEN 'Proteinuria' WHEN 'PROT' THEN 'Proteinuria' END;
