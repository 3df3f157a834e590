-- Deviations for DV and SUPPDV: where a subject's data depart from the protocol, and what the form of deviations tells.
-- Rules: criteria of eligibility that the last result up to the enrolment does not meet, or for which there is no result in time;
-- consent; treatment too early or after progression; doses; what is not allowed; cycles without laboratory; visits out of window, and
-- those that did not take place. What a rule finds and the form tells of is one record, the form's.
WITH RECURSIVE subject AS (
    SELECT d.*, iso_date(e.ENRDAT) AS ENRDTC, term('NY', e.ENRYN) = 'Y' AND iso_date(e.ENRDAT) <> '' AS ENROLLED,
           narrow(e.IECODE) AS NOT_MET, term('NY', h."肝转移") = 'Y' AS LIVER
    FROM qc.dm d
    LEFT JOIN raw.eligibility e ON narrow(e.SUBJID) = d.SUBJID
    LEFT JOIN raw.history h ON narrow(h."受试者编号") = d.SUBJID),

result AS (
    SELECT USUBJID, 'LB' AS SOURCE, LBTESTCD AS TEST, LBSTRESC AS VALUE, LBSTNRHI AS ULN, LBDTC AS DTC, LBSEQ AS SEQ, VISITNUM, VISIT FROM qc.lb
    UNION ALL SELECT USUBJID, 'EG', EGTESTCD, EGSTRESC, NULL, EGDTC, EGSEQ, VISITNUM, VISIT FROM qc.eg
    UNION ALL SELECT USUBJID, 'VS', VSTESTCD, VSSTRESC, NULL, VSDTC, VSSEQ, VISITNUM, VISIT FROM qc.vs
    UNION ALL SELECT USUBJID, 'RS', RSTESTCD, RSSTRESC, NULL, RSDTC, RSSEQ, VISITNUM, VISIT FROM qc.rs),

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
    SELECT s.*, l.TEST, l.K.DTC AS DTC, l.K.VISITNUM AS VISITNUM, l.K.VISIT AS VISIT, l.K.ULN AS ULN, l.K.VALUE AS VALUE,
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
    SELECT f.USUBJID, arg_min(f.DTC, c.PLACE) AS DTC, arg_min(f.VISITNUM, c.PLACE) AS VISITNUM, arg_min(f.VISIT, c.PLACE) AS VISIT,
           'The last result up to the enrolment does not meet ' || c.CRITERION || ': ' || c.REQUIREMENT || '.' AS TERM
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
    SELECT USUBJID, ENRDTC AS DTC, 'No result within the ' || DAYS || ' days up to the enrolment for '
           || string_agg(DISTINCT CRITERION, ', ' ORDER BY CRITERION) || '.' AS TERM
    FROM lacking GROUP BY USUBJID, ENRDTC, SOURCE, DAYS),

-- A cycle in which a drug was given, dated by its first drug.
cycle AS (
    SELECT USUBJID, VISIT, any_value(VISITNUM) AS VISITNUM,
           arg_min(ECSTDTC, (CASE ECTRT WHEN 'OXALIPLATIN' THEN 1 WHEN 'CAPECITABINE' THEN 2 ELSE 3 END, ECSEQ)) AS DTC
    FROM qc.ec WHERE ECOCCUR = 'Y' GROUP BY USUBJID, VISIT),

-- Cycles are due 21 days after the last cycle before them that has a date, by 3 days more or less and put off by 7 at most;
-- tumour assessments so many weeks after the first dose, by a week more or less.
held AS (
    SELECT v.USUBJID, v.VISIT, v.VISITNUM, v.SVSTDTC, first_day(s.RFXSTDTC) AS FIRST_DAY,
           TRY_CAST(regexp_extract(v.VISIT, '^CYCLE (\d+) DAY 1$', 1) AS INTEGER) AS CYCLE,
           TRY_CAST(regexp_extract(v.VISIT, '^WEEK (\d+)$', 1) AS INTEGER) AS WEEK
    FROM qc.sv v JOIN subject s ON s.USUBJID = v.USUBJID
    WHERE v.SVSTDTC <> '' AND length(s.RFXSTDTC) >= 10),
before AS (
    SELECT h.USUBJID, h.CYCLE, arg_max(p, p.CYCLE) AS P
    FROM held h JOIN held p ON p.USUBJID = h.USUBJID AND p.CYCLE < h.CYCLE AND length(p.SVSTDTC) >= 10
    GROUP BY h.USUBJID, h.CYCLE),
due AS (
    SELECT h.USUBJID, h.VISIT, h.VISITNUM, h.SVSTDTC, coalesce(b.P.VISIT, 'day 1') AS COUNTED,
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

-- Doses after the first progression; of one day the drug that a cycle gives first.
progression AS (
    SELECT USUBJID, min(last_day_of(RSDTC)) AS DAY FROM qc.rs WHERE RSTESTCD = 'OVRLRESP' AND RSSTRESC = 'PD' AND RSDTC <> '' GROUP BY USUBJID),
treated_on AS (
    SELECT x.USUBJID, p.DAY,
           arg_min(x, (first_day(x.EXSTDTC), CASE x.EXTRT WHEN 'OXALIPLATIN' THEN 1 WHEN 'CAPECITABINE' THEN 2 ELSE 3 END, x.EXSEQ)) AS X
    FROM qc.ex x JOIN progression p ON p.USUBJID = x.USUBJID
    WHERE x.EXDOSE > 0 AND first_day(x.EXSTDTC) > p.DAY GROUP BY x.USUBJID, p.DAY),

-- A dose without a reason to differ, beside the planned one times the surface or weight of its page.
dosed AS (
    SELECT g.USUBJID, g.ECTRT, g.ECSTDTC, g.VISIT, g.VISITNUM, g.ECSEQ, g.ECDOSE, arg_min(p.ECDOSE, p.ECSEQ) * arg_min(v.VSSTRESN, v.VSSEQ) AS DUE
    FROM qc.ec g
    JOIN qc.ec p ON p.USUBJID = g.USUBJID AND p.VISIT = g.VISIT AND p.ECTRT = g.ECTRT AND p.ECMOOD = 'SCHEDULED'
    JOIN qc.vs v ON v.USUBJID = g.USUBJID AND v.VISIT = g.VISIT AND v.VSSPID = g.ECTRT AND v.VSTESTCD IN ('BSA', 'WEIGHT')
    WHERE g.ECMOOD = 'PERFORMED' AND g.ECADJ = '' AND g.ECTRT IN ('OXALIPLATIN', 'BEVACIZUMAB') AND g.ECDOSE IS NOT NULL
    GROUP BY ALL),
off AS (SELECT *, round(abs(100 * (ECDOSE / DUE - 1)), 6) AS PERCENT FROM dosed WHERE DUE > 0),

-- What is not allowed at a time: certainly taken in it, by one of its names. Without an end it goes on where the form says so.
taken AS (
    SELECT USUBJID, 'CM' AS SOURCE, CMSEQ AS SEQ, CMDECOD AS NAME, CMSTDTC AS START, CMENDTC AS ENDED, CMENRTPT <> '' AS ONGOING, NULL AS VISITNUM FROM qc.cm
    UNION ALL
    SELECT USUBJID, 'PR', PRSEQ, PRSCAT, PRSTDTC, PRENDTC, false, NULL FROM qc.pr WHERE PRCAT <> 'PRIOR TRANSPLANTATION'),
forbidden AS (
    SELECT t.*, p."GROUP" = 'ANTICANCER' AS ANTICANCER, arg_min(p.WHY, p._row) AS WHY
    FROM taken t
    JOIN subject s ON s.USUBJID = t.USUBJID AND length(s.RFXSTDTC) >= 10
    JOIN (SELECT *, row_number() OVER () AS _row FROM spec.prohibited) p
      ON list_contains(list_transform(string_split(upper(t.NAME), ';'), lambda x: trim(x)), text_of(p."MEDICATION@zh", p.MEDICATION))
    WHERE (p."GROUP" = 'ANTICANCER' OR t.SOURCE = 'CM')
      AND coalesce(CASE WHEN t.ENDED <> '' THEN first_day(t.ENDED) WHEN t.ONGOING THEN DATE '9999-12-31' ELSE first_day(t.START) END
                   >= first_day(s.RFXSTDTC) + TRY_CAST(p.FROM_FIRST AS INTEGER), p.FROM_FIRST = '')
      AND least(last_day_of(t.START), last_day_of(t.ENDED)) <= CASE
            WHEN p.TO_LAST <> '' THEN CASE WHEN length(s.RFXENDTC) >= 10 THEN first_day(s.RFXENDTC) + p.TO_LAST::INTEGER END
            WHEN p.TO_FIRST <> '' THEN first_day(s.RFXSTDTC) + p.TO_FIRST::INTEGER ELSE DATE '9999-12-31' END
    GROUP BY ALL),

-- What rules find, each rule by its name; STEP is the order of the rules, in which equal ones are looked at.
ruled AS (
    SELECT USUBJID, 1 AS STEP, 'ELIGIBILITY CRITERION NOT MET' AS DECOD, 'CRITERION NOT MET' AS RULE, DTC, TERM, VISITNUM, VISIT FROM not_met
    UNION ALL
    SELECT s.USUBJID, 2, 'ELIGIBILITY CRITERION NOT MET', 'NO MEASURABLE LESION', s.ENRDTC,
           'The subject was enrolled without a measurable target lesion at screening (INCL06).', NULL, ''
    FROM subject s
    WHERE s.ENROLLED AND NOT EXISTS (
        SELECT 1 FROM qc.tr t WHERE t.USUBJID = s.USUBJID AND t.TRGRPID = 'TARGET' AND t.VISIT = 'SCREENING' AND t.TRSTRESN >= 10)
    UNION ALL
    SELECT USUBJID, 3, 'ELIGIBILITY NOT SHOWN IN TIME', 'NO RESULT IN TIME', DTC, TERM, NULL, '' FROM late
    UNION ALL
    SELECT USUBJID, 4, 'INFORMED CONSENT DEVIATION', 'NO INFORMED CONSENT', RFXSTDTC,
           'DM has a record of this subject, whose date of informed consent is not known.', NULL, '' FROM subject WHERE RFICDTC = ''
    UNION ALL
    SELECT v.USUBJID, 5, 'INFORMED CONSENT DEVIATION', 'VISIT BEFORE CONSENT', v.SVSTDTC, 'SV.SVSTDTC is before the informed consent.', v.VISITNUM, v.VISIT
    FROM qc.sv v JOIN subject s ON s.USUBJID = v.USUBJID
    WHERE length(s.RFICDTC) >= 10 AND last_day_of(v.SVSTDTC) < first_day(s.RFICDTC)
    UNION ALL
    SELECT x.USUBJID, 6, 'TREATMENT TOO EARLY', 'TREATMENT BEFORE CONSENT', x.EXSTDTC, 'EX.EXSTDTC is before the informed consent.', x.VISITNUM, x.VISIT
    FROM qc.ex x JOIN subject s ON s.USUBJID = x.USUBJID
    WHERE length(s.RFICDTC) >= 10 AND last_day_of(x.EXSTDTC) < first_day(s.RFICDTC)
    UNION ALL
    SELECT x.USUBJID, 7, 'TREATMENT TOO EARLY', 'TREATMENT BEFORE ENROLMENT', x.EXSTDTC, 'EX.EXSTDTC is before the enrolment.', x.VISITNUM, x.VISIT
    FROM qc.ex x JOIN subject s ON s.USUBJID = x.USUBJID
    WHERE length(s.ENRDTC) >= 10 AND last_day_of(x.EXSTDTC) < first_day(s.ENRDTC)
    UNION ALL
    SELECT USUBJID, 8, 'TREATMENT AFTER PROGRESSION', 'TREATMENT AFTER PROGRESSION', X.EXSTDTC,
           'EX.EXSTDTC is after the first progression, ' || DAY::VARCHAR || '.', X.VISITNUM, X.VISIT FROM treated_on
    UNION ALL
    SELECT USUBJID, 9 + (ECTRT = 'BEVACIZUMAB')::INTEGER * 0.2 + (PERCENT > 25)::INTEGER * 0.1, 'DOSE DEVIATION', CASE WHEN PERCENT > 25 THEN 'DOSE MORE THAN 25% OFF' ELSE 'DOSE MORE THAN 10% OFF' END, ECSTDTC,
           'The dose is ' || printf('%.1f', PERCENT) || '% ' || CASE WHEN ECDOSE > DUE THEN 'above' ELSE 'below' END || ' the planned one, '
           || printf('%.6g', DUE) || '.', VISITNUM, VISIT FROM off WHERE PERCENT > 10
    UNION ALL
    SELECT USUBJID, CASE WHEN NOT ANTICANCER THEN 10.2 WHEN SOURCE = 'PR' THEN 10.1 ELSE 10 END, 'PROHIBITED MEDICATION', CASE WHEN ANTICANCER THEN 'OTHER ANTICANCER THERAPY' ELSE 'PROHIBITED MEDICATION' END, START,
           NAME || ' is not allowed at this time (' || WHY || ').', NULL, '' FROM forbidden
    UNION ALL
    SELECT c.USUBJID, 11 + (p.LBCAT = 'CHEMISTRY')::INTEGER * 0.1, 'ASSESSMENT NOT DONE', p.RULE, c.DTC, p.TERM, c.VISITNUM, c.VISIT
    FROM cycle c, (VALUES
        ('HEMATOLOGY', 'NO HAEMATOLOGY', 'The cycle was given but no haematology was recorded for the visit.'),
        ('CHEMISTRY', 'NO BLOOD CHEMISTRY', 'The cycle was given but no blood chemistry was recorded for the visit.')) p(LBCAT, RULE, TERM)
    WHERE NOT EXISTS (SELECT 1 FROM qc.lb l WHERE l.USUBJID = c.USUBJID AND l.VISIT = c.VISIT AND l.LBCAT = p.LBCAT)
    UNION ALL
    SELECT USUBJID, 12 + (greatest(first_day(SVSTDTC) - HIGH, LOW - last_day_of(SVSTDTC)) > 7)::INTEGER * 0.1, 'VISIT OUT OF WINDOW',
           CASE WHEN greatest(first_day(SVSTDTC) - HIGH, LOW - last_day_of(SVSTDTC)) > 7 THEN 'OUT OF WINDOW BY MORE THAN 7 DAYS' ELSE 'OUT OF WINDOW' END,
           SVSTDTC,
           'The visit ' || VISIT || ' on ' || SVSTDTC || ' is outside its window, ' || LOW::VARCHAR || ' to ' || HIGH::VARCHAR
           || ' (counted from ' || COUNTED || ').', VISITNUM, VISIT
    FROM due WHERE first_day(SVSTDTC) > HIGH OR last_day_of(SVSTDTC) < LOW
    UNION ALL
    SELECT USUBJID, 13, 'VISIT NOT DONE', 'VISIT NOT DONE', SVSTDTC, 'A planned visit did not take place.', VISITNUM, VISIT
    FROM qc.sv WHERE SVPRESP = 'Y' AND SVOCCUR = 'N'),
found AS (SELECT *, row_number() OVER (ORDER BY USUBJID, STEP, DTC, VISITNUM, TERM) AS F FROM ruled),

-- What the form tells of.
told AS (
    SELECT f._row AS R, s.USUBJID, narrow(f.DVNO) AS SPID, text_of(f.DVDESC, f.DVDESC_EN) AS TERM, term('DVKIND', f.DVCAT) AS DECOD, iso_date(f.DVDAT) AS DTC,
           coalesce(v.VISIT, '') AS COLLECTED, v.VISITNUM::DOUBLE AS VISITNUM, v.VISIT, term('DVSEV', f.DVSEV) AS SEV, term('NY', f.DVEXCL) AS EXCL
    FROM raw.deviations f
    JOIN subject s ON s.SUBJID = narrow(f.SUBJID)
    LEFT JOIN spec.visits v ON v.VISIT = term('VISIT', f.VISIT)),  -- an unscheduled visit is not carried

-- Both: the same kind, and the same day; or visit; or a partial date that may be the other. The nearest first, each once.
pair AS (
    SELECT t.R, f.F, CASE
               WHEN length(t.DTC) >= 10 AND left(t.DTC, 10) = left(f.DTC, 10) THEN 1
               WHEN t.COLLECTED <> '' AND t.COLLECTED = f.VISIT THEN 2
               WHEN length(t.DTC) = 7 AND left(f.DTC, 7) = t.DTC THEN 3
               WHEN length(f.DTC) = 7 AND left(t.DTC, 7) = f.DTC THEN 4
               WHEN length(t.DTC) = 4 AND left(f.DTC, 4) = t.DTC THEN 5
               WHEN length(f.DTC) = 4 AND left(t.DTC, 4) = f.DTC THEN 6 END AS HOW
    FROM told t JOIN found f ON f.USUBJID = t.USUBJID AND f.DECOD = t.DECOD),
ranked AS (SELECT R, F, row_number() OVER (ORDER BY HOW, R, F) AS K FROM pair WHERE HOW IS NOT NULL),
walk AS (
    SELECT 0 AS K, []::BIGINT[] AS RS, []::BIGINT[] AS FS
    UNION ALL
    SELECT r.K,
           CASE WHEN list_contains(w.RS, r.R) OR list_contains(w.FS, r.F) THEN w.RS ELSE list_append(w.RS, r.R) END,
           CASE WHEN list_contains(w.RS, r.R) OR list_contains(w.FS, r.F) THEN w.FS ELSE list_append(w.FS, r.F) END
    FROM walk w JOIN ranked r ON r.K = w.K + 1),
same AS (SELECT unnest(RS) AS R, unnest(FS) AS F FROM walk WHERE K = (SELECT max(K) FROM walk)),

joined AS (
    SELECT t.USUBJID, t.SPID, t.TERM, t.DECOD, coalesce(nullif(t.DTC, ''), f.DTC, '') AS DTC, coalesce(t.VISITNUM, f.VISITNUM) AS VISITNUM,
           coalesce(t.VISIT, f.VISIT, '') AS VISIT, coalesce(f.RULE, '') AS RULE, t.SEV, t.EXCL
    FROM told t LEFT JOIN same b ON b.R = t.R LEFT JOIN found f ON f.F = b.F
    UNION ALL
    SELECT USUBJID, '', TERM, DECOD, DTC, VISITNUM, coalesce(VISIT, ''), RULE, '', '' FROM found WHERE F NOT IN (SELECT F FROM same))

SELECT s.STUDYID, s.USUBJID, s.SUBJID, SPID, TERM, DECOD, kind.CAT, DTC, j.VISITNUM::DOUBLE AS VISITNUM, VISIT, RULE,
       coalesce(nullif(j.SEV, ''), weight.SEV, '') AS CLASS, EXCL,
       row_number() OVER (PARTITION BY s.USUBJID ORDER BY DTC, kind.CAT, DECOD, j.VISITNUM NULLS FIRST, SPID, TERM) AS SEQ
FROM joined j
JOIN subject s ON s.USUBJID = j.USUBJID
LEFT JOIN (VALUES
    ('ASSESSMENT NOT DONE', 'ASSESSMENT'), ('DOSE DEVIATION', 'TREATMENT'), ('ELIGIBILITY CRITERION NOT MET', 'ELIGIBILITY'),
    ('ELIGIBILITY NOT SHOWN IN TIME', 'ELIGIBILITY'), ('INFORMED CONSENT DEVIATION', 'INFORMED CONSENT'), ('OTHER', 'UNCLASSIFIED'),
    ('PROHIBITED MEDICATION', 'CONCOMITANT TREATMENT'), ('TREATMENT AFTER PROGRESSION', 'TREATMENT'), ('TREATMENT TOO EARLY', 'TREATMENT'),
    ('VISIT NOT DONE', 'VISIT'), ('VISIT OUT OF WINDOW', 'VISIT')) kind(KIND, CAT) ON kind.KIND = DECOD
LEFT JOIN (VALUES
    ('CRITERION NOT MET', 'MAJOR'), ('NO MEASURABLE LESION', 'MAJOR'), ('NO RESULT IN TIME', 'MINOR'), ('NO INFORMED CONSENT', 'MAJOR'),
    ('VISIT BEFORE CONSENT', 'MAJOR'), ('TREATMENT BEFORE CONSENT', 'MAJOR'), ('TREATMENT BEFORE ENROLMENT', 'MAJOR'),
    ('TREATMENT AFTER PROGRESSION', 'MAJOR'), ('DOSE MORE THAN 10% OFF', 'MINOR'), ('DOSE MORE THAN 25% OFF', 'MAJOR'),
    ('OTHER ANTICANCER THERAPY', 'MAJOR'), ('PROHIBITED MEDICATION', 'MINOR'), ('NO HAEMATOLOGY', 'MINOR'), ('NO BLOOD CHEMISTRY', 'MINOR'),
    ('OUT OF WINDOW', 'MINOR'), ('OUT OF WINDOW BY MORE THAN 7 DAYS', 'MAJOR'), ('VISIT NOT DONE', 'MINOR')) weight(NAME, SEV) ON weight.NAME = RULE
ORDER BY s.USUBJID, SEQ
