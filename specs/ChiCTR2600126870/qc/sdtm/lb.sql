-- LB: one record for each result of a laboratory form, in the laboratory's unit and in the study's.
WITH result AS (
    SELECT 1 AS PLACE, _row, 'haematology' AS FORM, 受试者编号 AS SUBJID, 访视 AS VISIT, 检验单位 AS LAB,
           iso_datetime(采样日期, 采样时间) AS LBDTC, FIELD, RESULT, '' AS UNIT
    FROM (UNPIVOT raw.haematology ON 白细胞, 中性粒细胞, 淋巴细胞, 血红蛋白, 血小板 INTO NAME FIELD VALUE RESULT)
    UNION ALL
    SELECT 2, _row, 'chemistry', SUBJID, VISIT, LABNAM, iso_datetime(LBDAT, LBTIM), FIELD, RESULT, ''
    FROM (UNPIVOT raw.chemistry ON ALT, AST, ALP, GGT, TBIL, DBIL, ALB, CREA, BUN, GLU, K, NA INTO NAME FIELD VALUE RESULT)
    UNION ALL
    SELECT 3, _row, 'coagulation', SUBJID, VISIT, LABNAM, iso_datetime(LBDAT, LBTIM), FIELD, RESULT, ''
    FROM (UNPIVOT raw.coagulation ON PT, INR, APTT INTO NAME FIELD VALUE RESULT)
    UNION ALL
    SELECT 4, _row, 'urinalysis', SUBJID, VISIT, LABNAM, iso_datetime(LBDAT, LBTIM), FIELD, RESULT, ''
    FROM (UNPIVOT raw.urinalysis ON UPRO, UBLD, UPRO24 INTO NAME FIELD VALUE RESULT)
    UNION ALL
    SELECT 5, _row, 'afp', SUBJID, VISIT, LABNAM, iso_date(LBDAT), 'AFP', AFP, ''
    FROM raw.afp
    UNION ALL
    SELECT 7, _row, 'pregnancy', SUBJID, VISIT, LABNAM, iso_date(HCGDAT), 'HCG', HCG, ''
    FROM raw.pregnancy
    UNION ALL
    SELECT 6, _row, 'local_lab', 受试者编号, 访视, 检验单位, iso_date(采样日期), trimmed(项目), 结果, term('UNIT', 单位)
    FROM raw.local_lab),

-- A qualitative answer of a test that has such answers becomes its term; a number stays as reported.
tested AS (
    SELECT r.PLACE, r._row, narrow(r.SUBJID) AS SUBJID, term('VISIT', r.VISIT) AS COLLECTED, term('LAB', r.LAB) AS LBNAM, LBDTC,
           p.* EXCLUDE (FORM, FIELD), r.UNIT,
           coalesce(nullif(CASE WHEN r.FORM = 'pregnancy' THEN term('PRESENCE', RESULT)
                                WHEN r.FIELD IN ('UPRO', 'UBLD') THEN term('LBSTRESC', RESULT)
                                WHEN r.FIELD = 'UPRO24' THEN term('DETECTION', RESULT) END, ''), narrow(RESULT)) AS LBORRES, '' AS LBSTAT, '' AS LBREASND
    FROM result r
    JOIN spec.lb_tests p ON p.FORM = r.FORM AND p.FIELD = r.FIELD
    WHERE narrow(RESULT) <> ''
    UNION ALL
    -- A woman who cannot bear children has no test, but the reason.
    SELECT 8, w._row, narrow(w.SUBJID), term('VISIT', w.VISIT), '', '', p.* EXCLUDE (FORM, FIELD), '', '',
           'NOT DONE', term('HCGREAS', HCGREAS)
    FROM raw.pregnancy w
    JOIN spec.lb_tests p ON p.FORM = 'pregnancy'
    WHERE term('HCGYN', HCGYN) = 'NOT APPLICABLE'),

-- The unit on the form, or the one in which the laboratory reports the test; the range that the
-- laboratory gives for the test, the sex and the unit.
ranged AS (
    SELECT t.* EXCLUDE (UNIT), d.STUDYID, d.USUBJID, d.RFICDTC, d.RFSTDTC, d.RFXSTDTC, d.RFXENDTC,
           coalesce(n.UNIT, nullif(t.UNIT, ''), '') AS LBORRESU,
           coalesce(n.LOW, '') AS LBORNRLO, coalesce(n.HIGH, '') AS LBORNRHI, coalesce(n.NORMAL, '') AS NORMAL
    FROM tested t
    JOIN qc.dm d ON d.SUBJID = t.SUBJID
    LEFT JOIN spec.lb_ranges n ON n.LAB = t.LBNAM AND n.LBTESTCD = t.LBTESTCD
        AND n.SEX IN ('', d.SEX) AND (t.UNIT = '' OR n.UNIT = t.UNIT)),

-- In the study's unit: times the factor, rounded half up, without trailing zeros; nothing without a
-- factor.  A < or > stays before the number.
converted AS (
    SELECT r.*, plain_number(u.FACTOR) AS FACTOR, u.DECIMALS AS PLACES,
           regexp_extract(LBORRES, '^[<>]=?') AS COMPARATOR,
           plain_number(regexp_replace(LBORRES, '^[<>]=? *', '')) AS AMOUNT
    FROM ranged r
    LEFT JOIN spec.lb_units u ON u.LBTESTCD = r.LBTESTCD AND u."FROM" = r.LBORRESU AND u."TO" = r.STDU),

judged AS (
    SELECT *,
           CASE WHEN AMOUNT IS NULL THEN NORMAL ELSE '' END AS LBSTNRC,  -- a number has limits, not words
           CASE WHEN AMOUNT IS NULL THEN LBORRES
                WHEN LBORRESU = STDU THEN replace(LBORRES, ' ', '')
                WHEN FACTOR IS NULL THEN ''
                ELSE COMPARATOR || without_zeros(in_places(AMOUNT * FACTOR, PLACES)) END AS LBSTRESC,
           CASE WHEN LBORRESU = STDU THEN plain_number(LBORNRLO)::DOUBLE
                ELSE in_places(plain_number(LBORNRLO) * FACTOR, PLACES)::DOUBLE END AS LBSTNRLO,
           CASE WHEN LBORRESU = STDU THEN plain_number(LBORNRHI)::DOUBLE
                ELSE in_places(plain_number(LBORNRHI) * FACTOR, PLACES)::DOUBLE END AS LBSTNRHI,
           against_range(COMPARATOR, AMOUNT, plain_number(LBORNRLO), plain_number(LBORNRHI)) AS NUMERIC_INDICATOR,
           list_contains(list_transform(string_split(LBSTNRC, ';'), lambda normal: trim(normal)), LBORRES) AS IS_NORMAL
    FROM converted),

-- Toxicity: <0.5 lies below 0.5, >1000 above 1000; a word is graded as a dipstick's, or not detected.
ends AS (
    SELECT *, left(LBSTRESC, 1) AS SIGN, plain_number(regexp_replace(LBSTRESC, '^[<>]=?', '')) AS N,
           CASE WHEN regexp_full_match(LBSTRESC, '[<>][^=].*') THEN 0.000001 ELSE 0 END AS BESIDE,
           LBSTNRLO::DECIMAL(18, 6) AS LLN, LBSTNRHI::DECIMAL(18, 6) AS ULN
    FROM judged),
sided AS (
    SELECT *, CASE WHEN SIGN = '<' THEN -1000000 WHEN SIGN = '>' THEN N + BESIDE ELSE N END AS FIRST_END,
           CASE WHEN SIGN = '>' THEN 1000000000 WHEN SIGN = '<' THEN N - BESIDE ELSE N END AS LAST_END
    FROM ends),
graded AS (
    SELECT *, on_one_side(grade_low(LBTESTCD, FIRST_END, LLN), grade_low(LBTESTCD, LAST_END, LLN)) AS LOW_GRADE,
           CASE WHEN LBTESTCD = 'PROT' THEN grade_of_dipstick(LBSTRESC)
                WHEN LBTESTCD = 'PROTEXR' AND LBSTRESC = 'NOT DETECTED' THEN 0
                ELSE on_one_side(grade_high(LBTESTCD, FIRST_END, ULN), grade_high(LBTESTCD, LAST_END, ULN)) END AS HIGH_GRADE
    FROM sided),

numbered AS (
    SELECT j.* EXCLUDE (LOW_GRADE),
           CASE WHEN low_term(LBTESTCD) IS NULL THEN NULL ELSE LOW_GRADE END AS LOW_GRADE,
           CASE WHEN low_term(LBTESTCD) IS NULL AND high_term(LBTESTCD) IS NULL THEN NULL
                WHEN low_term(LBTESTCD) IS NULL THEN HIGH_GRADE WHEN N IS NULL THEN NULL
                ELSE worse_side(LOW_GRADE, HIGH_GRADE) END AS GRADE,
           v.VISITNUM, v.VISIT,
           row_number() OVER (PARTITION BY j.USUBJID ORDER BY LBTESTCD, LBSPEC, LBMETHOD, LBDTC, v.VISITNUM,
                              PLACE, _row) AS LBSEQ
    FROM graded j
    LEFT JOIN visit_of v ON v.SUBJID = j.SUBJID AND v.COLLECTED = j.COLLECTED),

-- The last result of the test before the first dose.
baseline AS (
    SELECT USUBJID, arg_max(LBSEQ, (LBDTC, LBSEQ)) AS LBSEQ
    FROM numbered WHERE before_dose(LBDTC, RFXSTDTC)
    GROUP BY USUBJID, LBTESTCD, LBSPEC, LBMETHOD)

SELECT n.STUDYID,
       'LB' AS DOMAIN,
       n.USUBJID,
       n.LBSEQ,
       LBTESTCD,
       LBTEST,
       LBCAT,
       LBORRES,
       LBORRESU,
       LBORNRLO,
       LBORNRHI,
       LBSTRESC,
       plain_number(LBSTRESC) AS LBSTRESN,
       STDU AS LBSTRESU,
       LBSTNRLO,
       LBSTNRHI,
       LBSTNRC,
       CASE WHEN AMOUNT IS NOT NULL THEN NUMERIC_INDICATOR
            WHEN LBSTNRC = '' THEN ''
            WHEN IS_NORMAL THEN 'NORMAL'
            ELSE 'ABNORMAL' END AS LBNRIND,
       LBSTAT,
       LBREASND,
       LBNAM,
       LBSPEC,
       LBMETHOD,
       CASE WHEN b.LBSEQ IS NOT NULL THEN 'Y' ELSE '' END AS LBLOBXFL,
       CASE WHEN coalesce(GRADE, 0) = 0 THEN '' WHEN LOW_GRADE = GRADE THEN low_term(LBTESTCD)
            ELSE high_term(LBTESTCD) END AS LBTOX,
       coalesce(GRADE::VARCHAR, '') AS LBTOXGR,
       VISITNUM,
       VISIT,
       finding_epoch(LBDTC, RFICDTC, RFXSTDTC, RFXENDTC, t.EOTDTC) AS EPOCH,
       LBDTC,
       study_day(LBDTC, RFSTDTC) AS LBDY
FROM numbered n
LEFT JOIN baseline b ON b.USUBJID = n.USUBJID AND b.LBSEQ = n.LBSEQ
LEFT JOIN treatment_end t ON t.SUBJID = n.SUBJID
ORDER BY n.STUDYID, n.USUBJID, LBTESTCD, LBSPEC, LBMETHOD, VISITNUM, LBDTC, LBNAM, n.LBSEQ
