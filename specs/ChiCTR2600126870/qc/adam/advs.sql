-- ADVS: vital signs by analysis visit, means of repeated readings, and the hypertension grade.
-- Sources: VS, DM, ADSL of this programming, analysis_windows, study.yaml. Dates are SAS day numbers.
WITH
-- Every reading of VS.
reading AS (
    SELECT USUBJID, VSTESTCD AS PARAMCD, VISIT, VISITNUM, VSDTC, VSSTRESN AS AVAL, '' AS DTYPE, VSSEQ AS SRCSEQ
    FROM sdtm.vs
),
-- Two or more readings of one test, visit and day (not height, not surface) have a mean; it stands on the last.
mean AS (
    SELECT USUBJID, PARAMCD, arg_max(VISIT, (VSDTC, SRCSEQ)) AS VISIT, VISITNUM, max(VSDTC) AS VSDTC,
        round((sum(AVAL::DECIMAL(18, 6)) / count(AVAL))::DECIMAL(28, 10), 2)::DOUBLE AS AVAL,
        'AVERAGE' AS DTYPE, NULL AS SRCSEQ
    FROM reading
    WHERE PARAMCD NOT IN ('HEIGHT', 'BSA') AND AVAL IS NOT NULL AND length(VSDTC) >= 10
    GROUP BY USUBJID, PARAMCD, VISITNUM, left(VSDTC, 10)
    HAVING count(*) > 1
),
measured AS (
    FROM reading UNION ALL BY NAME FROM mean
),
-- Grades of CTCAE 5.0; of another version none are stated here.
graded AS (
    SELECT m.*,
        CASE WHEN (SELECT version FROM spec.dictionaries WHERE name = 'CTCAE') = '5.0' THEN
            CASE PARAMCD
                WHEN 'SYSBP' THEN CASE WHEN AVAL >= 160 THEN 3 WHEN AVAL >= 140 THEN 2 WHEN AVAL >= 120 THEN 1 WHEN AVAL < 120 THEN 0 END
                WHEN 'DIABP' THEN CASE WHEN AVAL >= 100 THEN 3 WHEN AVAL >= 90 THEN 2 WHEN AVAL >= 80 THEN 1 WHEN AVAL < 80 THEN 0 END
            END
        END AS GRADE,
        -- of the readings and the mean of a day the mean counts, or the last
        AVAL IS NOT NULL AND row_number() OVER (
            PARTITION BY USUBJID, PARAMCD, VISITNUM, left(VSDTC, 10)
            ORDER BY AVAL IS NULL, DTYPE DESC, VSDTC DESC, SRCSEQ DESC) = 1 AS analysed
    FROM measured AS m
),
-- The higher grade of systolic and diastolic pressure taken together; of equal ones the systolic.
hypertension AS (
    SELECT USUBJID, 'HTNGR' AS PARAMCD, VISIT, VISITNUM, VSDTC, GRADE::DOUBLE AS AVAL, '' AS DTYPE, NULL AS SRCSEQ, GRADE
    FROM graded WHERE analysed AND GRADE IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY USUBJID, VISITNUM, VSDTC ORDER BY GRADE DESC, PARAMCD DESC) = 1
),
record AS (
    FROM graded
    UNION ALL BY NAME
    SELECT *, row_number() OVER (PARTITION BY USUBJID, VISITNUM, left(VSDTC, 10) ORDER BY VSDTC DESC) = 1 AS analysed
    FROM hypertension
),
placed AS (
    SELECT r.*, sas_day(r.VSDTC) AS ADT, after_dose(r.VSDTC, dm.RFXSTDTC) AS after,
        row_number() OVER (ORDER BY r.USUBJID, PARAMCD, VSDTC, VISITNUM, DTYPE, SRCSEQ) AS id
    FROM record AS r JOIN sdtm.dm USING (USUBJID)
),
-- The baseline: the last record before the first dose.
baseline AS (
    SELECT USUBJID, PARAMCD, arg_max(id, (VSDTC, coalesce(SRCSEQ, 1000000))) AS id
    FROM placed WHERE analysed AND after = 'N' GROUP BY USUBJID, PARAMCD
),
compared AS (
    SELECT p.*, p.id = b.id AS is_base, of_base.AVAL AS BASE, of_base.GRADE AS BASE_GRADE, adsl.* EXCLUDE (USUBJID),
        day_of_study(p.ADT, adsl.TRTSDT) AS ADY,
        p.after = 'Y' AND p.ADT >= adsl.TRTSDT AND (adsl.TRTEDT IS NULL OR
            p.ADT <= adsl.TRTEDT + (SELECT value::INTEGER FROM spec.study WHERE name = 'TEAE_DAYS')) AS on_treatment
    FROM placed AS p
    JOIN qc.adsl AS adsl ON adsl.USUBJID = p.USUBJID
    LEFT JOIN baseline AS b ON b.USUBJID = p.USUBJID AND b.PARAMCD = p.PARAMCD
    LEFT JOIN placed AS of_base ON of_base.id = b.id
),
windowed AS (
    SELECT c.*, w.AVISIT, w.AVISITN::DOUBLE AS AVISITN, w.TARGET::DOUBLE AS AWTARGET,
        nullif(w."FROM", '')::DOUBLE AS AWLO, nullif(w."TO", '')::DOUBLE AS AWHI, w.UNIT AS AWU
    FROM compared AS c
    LEFT JOIN (SELECT * REPLACE (nullif(TARGET, '') AS TARGET) FROM spec.analysis_windows) AS w
        ON CASE
            WHEN c.is_base THEN w.AVISIT = 'Baseline'
            WHEN c.after = 'N' THEN w.AVISIT = 'Screening'
            WHEN c.after = 'Y' THEN w.AFTER = 'Y' AND c.ADY BETWEEN try_cast(w."FROM" AS INTEGER) AND try_cast(w."TO" AS INTEGER)
        END
),
flagged AS (
    SELECT *, apart(ADY, AWTARGET) AS AWTDIFF,
        analysed AND AWTDIFF IS NOT NULL AND row_number() OVER (
            PARTITION BY USUBJID, PARAMCD, AVISIT
            ORDER BY NOT analysed, AWTDIFF NULLS LAST, VSDTC DESC, SRCSEQ DESC NULLS LAST) = 1 AS nearest,
        coalesce(analysed AND on_treatment, FALSE) AS on_treatment_value
    FROM windowed
),
chosen AS (
    SELECT *,
        on_treatment_value AND GRADE IS NOT NULL AND row_number() OVER (
            PARTITION BY USUBJID, PARAMCD
            ORDER BY NOT on_treatment_value, GRADE DESC NULLS LAST, VSDTC, SRCSEQ NULLS LAST) = 1 AS worst,
        on_treatment_value AND row_number() OVER (
            PARTITION BY USUBJID, PARAMCD
            ORDER BY NOT on_treatment_value, VSDTC DESC, SRCSEQ DESC NULLS LAST) = 1 AS final
    FROM flagged
)
SELECT
    STUDYID, c.USUBJID, SUBJID, SITEID,
    row_number() OVER (PARTITION BY c.USUBJID ORDER BY c.PARAMCD, VSDTC, VISITNUM, DTYPE, SRCSEQ) AS ASEQ,
    TRT01P AS TRTP,
    TRT01A AS TRTA,
    ADT,
    ADY,
    coalesce(AVISIT, '') AS AVISIT,
    AVISITN,
    t.decode AS PARAM,
    c.PARAMCD,
    list_position(['SYSBP', 'DIABP', 'PULSE', 'TEMP', 'WEIGHT', 'HEIGHT', 'BSA', 'HTNGR'], c.PARAMCD) AS PARAMN,
    VISIT,
    VISITNUM,
    VSDTC,
    'VITAL SIGNS' AS PARCAT1,
    AVAL,
    BASE,
    CASE WHEN after = 'Y' THEN change(AVAL, BASE) END AS CHG,
    CASE WHEN after = 'Y' AND c.PARAMCD <> 'HTNGR' THEN percent_of(AVAL, BASE) END AS PCHG,
    CASE WHEN after = 'Y' AND BASE_GRADE IS NOT NULL AND GRADE IS NOT NULL THEN BASE_GRADE || ' to ' || GRADE ELSE '' END AS SHIFT1,
    DTYPE,
    AWTARGET,
    AWTDIFF,
    AWLO,
    AWHI,
    coalesce(AWU, '') AS AWU,
    coalesce(GRADE::VARCHAR, '') AS ATOXGR,
    GRADE AS ATOXGRN,
    coalesce(BASE_GRADE::VARCHAR, '') AS BTOXGR,
    CASE WHEN GRADE > 0 THEN 'Hypertension' ELSE '' END AS ATOXDSCH,
    flag(is_base) AS ABLFL,
    flag(nearest) AS ANL01FL,
    flag(worst) AS ANL02FL,
    flag(on_treatment) AS ONTRTFL,
    flag(final) AS LVOTFL,
    CASE c.PARAMCD WHEN 'HTNGR' THEN 'ADVS' ELSE 'VS' END AS SRCDOM,
    CASE c.PARAMCD WHEN 'HTNGR' THEN 'ATOXGRN' ELSE 'VSSTRESN' END AS SRCVAR,
    SRCSEQ,
    FASFL, EFFFL, SAFFL, TRTSDT, TRTEDT
FROM chosen AS c
JOIN spec.terms AS t ON t.codelist = 'ADVSPARM' AND t.term = c.PARAMCD
ORDER BY STUDYID, c.USUBJID, c.PARAMCD, VSDTC, VISITNUM, DTYPE, SRCSEQ
