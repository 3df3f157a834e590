-- DV: where a subject's data depart from the protocol. Criteria of eligibility that the last result up to the enrolment
-- does not meet, or for which there is no result in time; treatment too early; cycles without laboratory; visits out of window.
WITH subject AS (
    SELECT d.*, iso_date(e.ENRDAT) AS ENRDTC, term('NY', e.ENRYN) = 'Y' AND iso_date(e.ENRDAT) <> '' AS ENROLLED,
           narrow(e.IECODE) AS NOT_MET, term('NY', h."肝转移") = 'Y' AS LIVER
    FROM qc.dm d
    LEFT JOIN raw.eligibility e ON narrow(e.SUBJID) = d.SUBJID
    LEFT JOIN raw.history h ON narrow(h."受试者编号") = d.SUBJID),

result AS (
    SELECT USUBJID, 'LB' AS SOURCE, LBTESTCD AS TEST, LBSTRESC AS VALUE, LBSTNRHI AS ULN, LBDTC AS DTC, LBSEQ AS SEQ FROM qc.lb
    UNION ALL SELECT USUBJID, 'EG', EGTESTCD, EGSTRESC, NULL, EGDTC, EGSEQ FROM qc.eg
    UNION ALL SELECT USUBJID, 'VS', VSTESTCD, VSSTRESC, NULL, VSDTC, VSSEQ FROM qc.vs
    UNION ALL SELECT USUBJID, 'RS', RSTESTCD, RSSTRESC, NULL, RSDTC, RSSEQ FROM qc.rs),

known AS (SELECT * FROM result WHERE VALUE <> '' AND DTC <> ''),

-- Criterion, its words, test, days in which it must be measured; of several tests of one criterion one is enough.
criterion(CRITERION, REQUIREMENT, SOURCE, TEST, PLACE, DAYS) AS (VALUES
    ('INCL07', 'ECOG performance status 0 or 1', 'RS', 'ECOG101', 1, 28),
    ('INCL08', 'Child-Pugh score 7 or less', 'RS', 'CPS0106', 1, 28),
    ('INCL10A', 'neutrophils >= 1.5 x10^9/L', 'LB', 'NEUT', 1, 7),
    ('INCL10B', 'platelets >= 75 x10^9/L', 'LB', 'PLAT', 1, 7),
    ('INCL10C', 'haemoglobin >= 90 g/L', 'LB', 'HGB', 1, 7),
    ('INCL10D', 'albumin >= 30 g/L', 'LB', 'ALB', 1, 7),
    ('INCL10E', 'total bilirubin <= 2 x ULN', 'LB', 'BILI', 1, 7),
    ('INCL10F', 'AST <= 3 x ULN (<= 5 x ULN with liver metastases)', 'LB', 'AST', 1, 7),
    ('INCL10G', 'ALT <= 3 x ULN (<= 5 x ULN with liver metastases)', 'LB', 'ALT', 1, 7),
    ('INCL10H', 'creatinine <= 1.5 x ULN (or creatinine clearance >= 50 mL/min)', 'LB', 'CREAT', 1, 7),
    ('INCL10I', 'INR <= 2.0, or PT no more than 4 s above normal', 'LB', 'INR', 1, 7),
    ('INCL10I', 'INR <= 2.0, or PT no more than 4 s above normal', 'LB', 'PT', 2, 7),
    ('INCL10J', 'urine protein < 2+, or 24-hour urine protein < 1.0 g', 'LB', 'PROT', 1, 7),
    ('INCL10J', 'urine protein < 2+, or 24-hour urine protein < 1.0 g', 'LB', 'PROTEXR', 2, 7),
    ('EXCL09', 'QTcF <= 450 ms (men) or <= 470 ms (women)', 'EG', 'QTCFAG', 1, 28),
    ('EXCL10', 'systolic blood pressure < 140 mmHg', 'VS', 'SYSBP', 1, 28),
    ('EXCL10', 'diastolic blood pressure < 90 mmHg', 'VS', 'DIABP', 1, 28),
    ('EXCL15', 'temperature < 38.5 C', 'VS', 'TEMP', 1, NULL),
    ('EXCL15', 'white blood cells <= 15 x10^9/L', 'LB', 'WBC', 1, NULL)),

-- The last result up to the day of enrolment, as a number with its sign; what <0.5 or >1000 leaves open is no departure.
last_result AS (
    SELECT s.USUBJID, k.SOURCE, k.TEST, arg_max(k, (k.DTC, k.SEQ)) AS K
    FROM known k JOIN subject s ON s.USUBJID = k.USUBJID
    WHERE length(s.ENRDTC) = 10 AND last_day_of(k.DTC) <= s.ENRDTC::DATE
    GROUP BY ALL),
judged AS (
    SELECT s.*, l.TEST, l.K.DTC AS DTC, l.K.ULN AS ULN, l.K.VALUE AS VALUE,
           CASE WHEN left(l.K.VALUE, 1) IN ('<', '>') THEN left(l.K.VALUE, 1) ELSE '' END AS SIGN,
           plain_number(ltrim(l.K.VALUE, '<>=')) AS X
    FROM last_result l JOIN subject s ON s.USUBJID = l.USUBJID),
failed AS (
    SELECT *, CASE
        WHEN TEST IN ('NEUT', 'PLAT', 'HGB', 'ALB') THEN
            SIGN <> '>' AND X < CASE TEST WHEN 'NEUT' THEN 1.5 WHEN 'PLAT' THEN 75 WHEN 'HGB' THEN 90 ELSE 30 END
            OR SIGN = '<' AND X = CASE TEST WHEN 'NEUT' THEN 1.5 WHEN 'PLAT' THEN 75 WHEN 'HGB' THEN 90 ELSE 30 END
        WHEN TEST = 'PROT' THEN VALUE NOT IN ('NEGATIVE', 'NOT DETECTED', 'TRACE', '1+')
        WHEN TEST IN ('PROTEXR', 'SYSBP', 'DIABP', 'TEMP') THEN
            SIGN <> '<' AND X >= CASE TEST WHEN 'PROTEXR' THEN 1 WHEN 'SYSBP' THEN 140 WHEN 'DIABP' THEN 90 ELSE 38.5 END
        ELSE SIGN <> '<' AND X > round(CASE TEST
            WHEN 'ECOG101' THEN 1 WHEN 'CPS0106' THEN 7 WHEN 'BILI' THEN 2 * ULN WHEN 'CREAT' THEN 1.5 * ULN
            WHEN 'AST' THEN CASE WHEN LIVER THEN 5 ELSE 3 END * ULN WHEN 'ALT' THEN CASE WHEN LIVER THEN 5 ELSE 3 END * ULN
            WHEN 'INR' THEN 2.0 WHEN 'PT' THEN ULN + 4 WHEN 'QTCFAG' THEN CASE SEX WHEN 'M' THEN 450 ELSE 470 END
            WHEN 'WBC' THEN 15 END, 9) END AS FAILS
    FROM judged),
not_met AS (
    SELECT f.USUBJID, arg_min(f.DTC, c.PLACE) AS DVSTDTC,
           'The last result up to the enrolment does not meet ' || c.CRITERION || ': ' || c.REQUIREMENT || '.' AS DVTERM
    FROM failed f JOIN criterion c ON c.TEST = f.TEST
    WHERE c.CRITERION <> coalesce(f.NOT_MET, '')
    GROUP BY f.USUBJID, c.CRITERION, c.REQUIREMENT
    HAVING bool_and(coalesce(f.FAILS, false))),

-- A date that may lie in the days counts.
lacking AS (
    SELECT s.USUBJID, s.ENRDTC, c.SOURCE, c.DAYS, c.CRITERION
    FROM subject s, criterion c
    WHERE s.ENROLLED AND length(s.ENRDTC) = 10 AND c.DAYS IS NOT NULL AND c.CRITERION <> coalesce(s.NOT_MET, '')
      AND NOT EXISTS (
        SELECT 1 FROM known k JOIN criterion o ON o.TEST = k.TEST
        WHERE k.USUBJID = s.USUBJID AND o.CRITERION = c.CRITERION AND o.REQUIREMENT = c.REQUIREMENT
          AND last_day_of(k.DTC) >= s.ENRDTC::DATE - c.DAYS::INTEGER AND first_day(k.DTC) <= s.ENRDTC::DATE)),
late AS (
    SELECT USUBJID, ENRDTC AS DVSTDTC, 'No result within the ' || DAYS || ' days up to the enrolment for '
           || string_agg(DISTINCT CRITERION, ', ' ORDER BY CRITERION) || '.' AS DVTERM
    FROM lacking GROUP BY USUBJID, ENRDTC, SOURCE, DAYS),

-- A cycle in which a drug was given, dated by its first drug.
cycle AS (
    SELECT USUBJID, VISIT,
           arg_min(ECSTDTC, (CASE ECTRT WHEN 'OXALIPLATIN' THEN 1 WHEN 'CAPECITABINE' THEN 2 ELSE 3 END, ECSEQ)) AS DVSTDTC
    FROM qc.ec WHERE ECOCCUR = 'Y' GROUP BY USUBJID, VISIT),

-- Cycles are due 21 days after the last cycle before them that has a date, by 3 days more or less and put off by 7 at most;
-- tumour assessments so many weeks after the first dose, by a week more or less.
held AS (
    SELECT v.USUBJID, v.VISIT, v.SVSTDTC, first_day(s.RFXSTDTC) AS FIRST_DAY,
           TRY_CAST(regexp_extract(v.VISIT, '^CYCLE (\d+) DAY 1$', 1) AS INTEGER) AS CYCLE,
           TRY_CAST(regexp_extract(v.VISIT, '^WEEK (\d+)$', 1) AS INTEGER) AS WEEK
    FROM qc.sv v JOIN subject s ON s.USUBJID = v.USUBJID
    WHERE v.SVSTDTC <> '' AND length(s.RFXSTDTC) >= 10),
before AS (
    SELECT h.USUBJID, h.CYCLE, arg_max(p, p.CYCLE) AS P
    FROM held h JOIN held p ON p.USUBJID = h.USUBJID AND p.CYCLE < h.CYCLE AND length(p.SVSTDTC) >= 10
    GROUP BY h.USUBJID, h.CYCLE),
due AS (
    SELECT h.USUBJID, h.VISIT, h.SVSTDTC, coalesce(b.P.VISIT, 'day 1') AS COUNTED,
           CASE WHEN h.VISIT = 'SCREENING' THEN h.FIRST_DAY - 28
                WHEN h.WEEK IS NOT NULL THEN h.FIRST_DAY + 7 * h.WEEK - 7
                WHEN h.CYCLE = 1 THEN h.FIRST_DAY
                ELSE coalesce(b.P.SVSTDTC::DATE + 21 * (h.CYCLE - b.P.CYCLE), h.FIRST_DAY + 21 * (h.CYCLE - 1)) - 3 END AS LOW,
           CASE WHEN h.VISIT = 'SCREENING' THEN h.FIRST_DAY - 1
                WHEN h.WEEK IS NOT NULL THEN h.FIRST_DAY + 7 * h.WEEK + 7
                WHEN h.CYCLE = 1 THEN h.FIRST_DAY
                ELSE coalesce(b.P.SVSTDTC::DATE + 21 * (h.CYCLE - b.P.CYCLE), h.FIRST_DAY + 21 * (h.CYCLE - 1)) + 3 + 7 END AS HIGH
    FROM held h LEFT JOIN before b ON b.USUBJID = h.USUBJID AND b.CYCLE = h.CYCLE
    WHERE h.VISIT = 'SCREENING' OR h.WEEK IS NOT NULL OR h.CYCLE IS NOT NULL),

deviation AS (
    SELECT USUBJID, 'ELIGIBILITY' AS DVCAT, 'ELIGIBILITY CRITERION NOT MET' AS DVDECOD, DVSTDTC, DVTERM FROM not_met
    UNION ALL
    SELECT s.USUBJID, 'ELIGIBILITY', 'ELIGIBILITY CRITERION NOT MET', s.ENRDTC,
           'The subject was enrolled without a measurable target lesion at screening (INCL06).'
    FROM subject s
    WHERE s.ENROLLED AND NOT EXISTS (
        SELECT 1 FROM qc.tr t WHERE t.USUBJID = s.USUBJID AND t.TRGRPID = 'TARGET' AND t.VISIT = 'SCREENING' AND t.TRSTRESN >= 10)
    UNION ALL
    SELECT USUBJID, 'ELIGIBILITY', 'ELIGIBILITY NOT SHOWN IN TIME', DVSTDTC, DVTERM FROM late
    UNION ALL
    SELECT x.USUBJID, 'TREATMENT', 'TREATMENT TOO EARLY', x.EXSTDTC, 'EX.EXSTDTC is before the informed consent.'
    FROM qc.ex x JOIN subject s ON s.USUBJID = x.USUBJID
    WHERE length(s.RFICDTC) >= 10 AND last_day_of(x.EXSTDTC) < first_day(s.RFICDTC)
    UNION ALL
    SELECT x.USUBJID, 'TREATMENT', 'TREATMENT TOO EARLY', x.EXSTDTC, 'EX.EXSTDTC is before the enrolment.'
    FROM qc.ex x JOIN subject s ON s.USUBJID = x.USUBJID
    WHERE length(s.ENRDTC) >= 10 AND last_day_of(x.EXSTDTC) < first_day(s.ENRDTC)
    UNION ALL
    SELECT c.USUBJID, 'ASSESSMENT', 'ASSESSMENT NOT DONE', c.DVSTDTC, p.DVTERM
    FROM cycle c, (VALUES
        ('HEMATOLOGY', 'The cycle was given but no haematology was recorded for the visit.'),
        ('CHEMISTRY', 'The cycle was given but no blood chemistry was recorded for the visit.')) p(LBCAT, DVTERM)
    WHERE NOT EXISTS (SELECT 1 FROM qc.lb l WHERE l.USUBJID = c.USUBJID AND l.VISIT = c.VISIT AND l.LBCAT = p.LBCAT)
    UNION ALL
    SELECT USUBJID, 'VISIT', 'VISIT OUT OF WINDOW', SVSTDTC,
           'The visit ' || VISIT || ' on ' || SVSTDTC || ' is outside its window, ' || LOW::VARCHAR || ' to ' || HIGH::VARCHAR
           || ' (counted from ' || COUNTED || ').'
    FROM due WHERE first_day(SVSTDTC) > HIGH OR last_day_of(SVSTDTC) < LOW)

SELECT s.STUDYID,
       'DV' AS DOMAIN,
       s.USUBJID,
       row_number() OVER (PARTITION BY s.USUBJID ORDER BY DVSTDTC, DVCAT, DVDECOD, DVTERM) AS DVSEQ,
       DVTERM,
       DVDECOD,
       DVCAT,
       epoch(DVSTDTC, s.RFICDTC, s.RFXSTDTC, s.RFXENDTC, t.EOTDTC) AS EPOCH,
       DVSTDTC,
       study_day(DVSTDTC, s.RFSTDTC) AS DVSTDY
FROM deviation v
JOIN subject s ON s.USUBJID = v.USUBJID
LEFT JOIN treatment_end t ON t.SUBJID = s.SUBJID
ORDER BY s.STUDYID, s.USUBJID, DVCAT, DVDECOD, DVSTDTC, DVTERM
