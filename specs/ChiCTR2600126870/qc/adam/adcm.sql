-- ADCM: one record for each medication.
-- Sources: CM, ADSL of this programming, study.yaml. Dates are SAS day numbers.
WITH
limits AS (
    SELECT
        (SELECT sas_day(value) FROM spec.study WHERE name = 'DATA_CUT') AS cut,
        30 AS after_treatment        -- days after the last dose that still belong to treatment
),
-- A start that is not complete is on the first dose where it may be, or else on its first day; an end on its last day.
-- Neither is after death or the data cut, nor the start after the end. A blank stays blank.
dated AS (
    SELECT cm.*, adsl.* EXCLUDE (STUDYID, USUBJID),
        least(sas_day_latest(CMSTDTC), upper_bound(CMSTDTC, sas_day_latest(CMENDTC)),
              upper_bound(CMSTDTC, adsl.DTHDT), upper_bound(CMSTDTC, limits.cut)) AS last_start,
        CASE
            WHEN length(CMSTDTC) IN (4, 7) AND TRTSDT BETWEEN sas_day_first(CMSTDTC) AND last_start THEN TRTSDT
            ELSE sas_day_first(CMSTDTC)
        END AS ASTDT,
        CASE
            WHEN length(CMENDTC) IN (4, 7) THEN least(sas_day_latest(CMENDTC),
                upper_bound(CMENDTC, adsl.DTHDT), upper_bound(CMENDTC, limits.cut))
            ELSE sas_day(CMENDTC)
        END AS AENDT
    FROM sdtm.cm AS cm
    JOIN qc.adsl AS adsl USING (USUBJID)
    CROSS JOIN limits
),
-- Where a medication lies beside treatment; an unknown day rules nothing out.
placed AS (
    SELECT d.*,
        yes_blank(ASTDT < TRTSDT) AS PREFL,
        yes_blank(TRTSDT IS NOT NULL AND coalesce(AENDT, TRTSDT) >= TRTSDT
            AND coalesce(ASTDT <= TRTEDT + limits.after_treatment, TRUE)) AS ONTRTFL,
        yes_blank(ASTDT > TRTEDT + limits.after_treatment) AS FUPFL
    FROM dated AS d CROSS JOIN limits
),
first_taken AS (
    SELECT USUBJID, CMSEQ,
        row_number() OVER (PARTITION BY USUBJID ORDER BY ASTDT NULLS LAST, CMSEQ) AS n,
        row_number() OVER (PARTITION BY USUBJID, CMDECOD ORDER BY ASTDT NULLS LAST, CMSEQ) AS n_drug
    FROM placed WHERE CMCAT = 'CONCOMITANT MEDICATION' AND ONTRTFL = 'Y'
)

SELECT
    p.STUDYID,
    p.USUBJID,
    p.SUBJID,
    p.SITEID,
    p.TRT01P AS TRTP,
    p.TRT01A AS TRTA,
    row_number() OVER (PARTITION BY p.USUBJID ORDER BY p.CMCAT, p.ASTDT NULLS FIRST, p.CMSEQ) AS ASEQ,
    p.CMTRT,
    p.CMDECOD,
    p.CMCAT,
    p.CMSCAT,
    p.CMINDC,
    p.CMDOSTXT,
    p.CMRSDISC,
    p.EPOCH,
    p.CMSTDTC,
    p.CMENDTC,
    p.CMSTDY,
    p.CMENDY,
    p.CMENRTPT,
    p.ASTDT,
    imputed_parts(p.CMSTDTC, p.ASTDT) AS ASTDTF,
    p.AENDT,
    imputed_parts(p.CMENDTC, p.AENDT) AS AENDTF,
    relative_day(p.ASTDT, p.TRTSDT) AS ASTDY,
    relative_day(p.AENDT, p.TRTSDT) AS AENDY,
    p.ONTRTFL,
    p.PREFL,
    p.FUPFL,
    yes_blank(f.n = 1) AS AOCCFL,
    yes_blank(f.n_drug = 1) AS AOCCPFL,
    p.AGE,
    p.AGEGR1,
    p.SEX,
    p.RACE,
    p.FASFL,
    p.EFFFL,
    p.SAFFL,
    p.TRTSDT,
    p.TRTEDT,
    p.CMSEQ,
    p.CMSPID
FROM placed AS p
LEFT JOIN first_taken AS f USING (USUBJID, CMSEQ)
ORDER BY p.STUDYID, p.USUBJID, p.CMCAT, p.ASTDT NULLS FIRST, p.CMSEQ
