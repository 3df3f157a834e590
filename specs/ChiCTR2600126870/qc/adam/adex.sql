-- ADEX: exposure by drug and cycle, and by drug (_exposure.sql). Dates are SAS day numbers.
WITH
drug (drug, code, name) AS (
    VALUES ('OXALIPLATIN', 'OXA', 'Oxaliplatin'), ('CAPECITABINE', 'CAP', 'Capecitabine'), ('BEVACIZUMAB', 'BEV', 'Bevacizumab')
),
measure (n, measure, text) AS (
    VALUES
        (1, 'DOSE', 'Dose in Cycle (mg)'),
        (2, 'PLAN', 'Planned Dose in Cycle (mg)'),
        (3, 'REL', 'Relative Dose in Cycle (%)'),
        (4, 'LEV', 'Highest Dose of an Administration in Cycle (mg)'),
        (5, 'PLEV', 'Planned Dose of an Administration in Cycle (mg)'),
        (6, 'RLEV', 'Relative Dose of an Administration in Cycle (%)'),
        (7, 'DEL', 'Delay of Cycle (days)'),
        (8, 'CUM', 'Cumulative Dose (mg)'),
        (9, 'PCUM', 'Planned Cumulative Dose (mg)'),
        (10, 'RCUM', 'Relative Cumulative Dose (%)'),
        (11, 'NPL', 'Number of Planned Cycles'),
        (12, 'NCYC', 'Number of Cycles with a Dose'),
        (13, 'DUR', 'Duration of Planned Cycles (days)'),
        (14, 'AVG', 'Average Dose in Cycles with a Dose (mg)'),
        (15, 'INT', 'Dose Intensity (mg in 21 days)'),
        (16, 'PINT', 'Planned Dose Intensity (mg in 21 days)'),
        (17, 'RDI', 'Relative Dose Intensity (%)'),
        (18, 'NDEL', 'Number of Delayed Cycles'),
        (19, 'NRED', 'Number of Cycles with a Reduced Dose'),
        (20, 'NOMI', 'Number of Cycles with a Dose not Given'),
        (21, 'NINT', 'Number of Interruptions within Cycles')
),
place AS (
    SELECT drug.drug, measure.measure, drug.code || measure.measure AS PARAMCD, drug.name || ': ' || measure.text AS PARAM,
        21 * (list_position(['OXA', 'CAP', 'BEV'], drug.code) - 1) + measure.n AS PARAMN, drug.name AS PARCAT1
    FROM drug, measure
),
day_1 AS (
    SELECT USUBJID, VISITNUM, min(sas_day_low(SVSTDTC)) AS day, imputed_day(min(sas_day_low(SVSTDTC)), min(sas_day(SVSTDTC))) AS flag,
        min(VISITDY) AS planned_day
    FROM sdtm.sv GROUP BY ALL
)

SELECT
    adsl.STUDYID,
    e.USUBJID,
    adsl.SUBJID,
    adsl.SITEID,
    row_number() OVER (PARTITION BY e.USUBJID ORDER BY p.PARAMCD, e.VISITNUM NULLS FIRST) AS ASEQ,
    adsl.TRT01P AS TRTP,
    adsl.TRT01A AS TRTA,
    d.day AS ADT,
    d.day - adsl.TRTSDT + CASE WHEN d.day >= adsl.TRTSDT THEN 1 ELSE 0 END AS ADY,
    coalesce(d.flag, '') AS ADTF,
    e.ASTDT,
    '' AS ASTDTF,
    e.AENDT,
    e.VISIT AS AVISIT,
    e.VISITNUM AS AVISITN,
    p.PARAM,
    p.PARAMCD,
    p.PARAMN,
    p.PARCAT1,
    e.part AS PARCAT2,
    e.AVAL,
    d.planned_day AS AWTARGET,
    CASE WHEN e.measure IN ('DOSE', 'PLAN', 'LEV', 'PLEV') THEN 'EC' ELSE '' END AS SRCDOM,
    CASE WHEN e.measure IN ('DOSE', 'PLAN', 'LEV', 'PLEV') THEN 'ECDOSE' ELSE '' END AS SRCVAR,
    e.SRCSEQ,
    adsl.FASFL,
    adsl.EFFFL,
    adsl.SAFFL,
    adsl.TRTSDT
FROM qc._exposure AS e
JOIN place AS p USING (drug, measure)
JOIN qc.adsl AS adsl USING (USUBJID)
LEFT JOIN day_1 AS d ON d.USUBJID = e.USUBJID AND d.VISITNUM = e.VISITNUM
ORDER BY adsl.STUDYID, e.USUBJID, p.PARAMCD, e.VISITNUM NULLS FIRST
