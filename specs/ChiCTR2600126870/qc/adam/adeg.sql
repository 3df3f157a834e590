-- ADEG: electrocardiograms by analysis visit, with the criteria for QTcF.
-- Sources: EG, DM, ADSL of this programming, ecg_windows, study.yaml. Dates are SAS day numbers.
WITH
record AS (
    SELECT e.USUBJID, EGTESTCD AS PARAMCD, e.VISIT, e.VISITNUM, EGDTC, EGSTRESN AS AVAL, EGSEQ AS SRCSEQ,
        CASE WHEN EGSTRESN IS NULL THEN EGSTRESC ELSE number_as_text(EGSTRESN) END AS AVALC,
        sas_day(EGDTC) AS ADT, after_dose(EGDTC, dm.RFXSTDTC) AS after
    FROM sdtm.eg AS e JOIN sdtm.dm USING (USUBJID)
    WHERE EGTESTCD <> 'EGALL'
),
baseline AS (
    SELECT USUBJID, PARAMCD, arg_max(SRCSEQ, (EGDTC, SRCSEQ)) AS SRCSEQ
    FROM record WHERE AVALC <> '' AND after = 'N' GROUP BY USUBJID, PARAMCD
),
compared AS (
    SELECT r.*, r.SRCSEQ = b.SRCSEQ AS is_base, of_base.AVAL AS BASE, of_base.AVALC AS BASEC, adsl.* EXCLUDE (USUBJID),
        day_of_study(r.ADT, adsl.TRTSDT) AS ADY,
        r.after = 'Y' AND r.ADT >= adsl.TRTSDT AND (adsl.TRTEDT IS NULL OR
            r.ADT <= adsl.TRTEDT + (SELECT value::INTEGER FROM spec.study WHERE name = 'TEAE_DAYS')) AS on_treatment
    FROM record AS r
    JOIN qc.adsl AS adsl ON adsl.USUBJID = r.USUBJID
    LEFT JOIN baseline AS b ON b.USUBJID = r.USUBJID AND b.PARAMCD = r.PARAMCD
    LEFT JOIN record AS of_base
        ON of_base.USUBJID = b.USUBJID AND of_base.PARAMCD = b.PARAMCD AND of_base.SRCSEQ = b.SRCSEQ
),
windowed AS (
    SELECT c.*, w.AVISIT, w.AVISITN::DOUBLE AS AVISITN, w.TARGET::DOUBLE AS AWTARGET,
        nullif(w."FROM", '')::DOUBLE AS AWLO, nullif(w."TO", '')::DOUBLE AS AWHI, w.UNIT AS AWU,
        apart(c.ADY, w.TARGET::DOUBLE) AS AWTDIFF
    FROM compared AS c
    LEFT JOIN (SELECT * REPLACE (nullif(TARGET, '') AS TARGET) FROM spec.ecg_windows) AS w
        ON CASE
            WHEN c.is_base THEN w.AVISIT = 'Baseline'
            WHEN c.after = 'N' THEN w.AVISIT = 'Screening'
            WHEN c.after = 'Y' THEN w.AFTER = 'Y' AND c.ADY BETWEEN try_cast(w."FROM" AS INTEGER) AND try_cast(w."TO" AS INTEGER)
        END
),
flagged AS (
    SELECT *, CASE WHEN after = 'Y' THEN change(AVAL, BASE) END AS CHG,
        AVALC <> '' AS filled, coalesce(on_treatment AND AVALC <> '', FALSE) AS treated,
        PARAMCD = 'QTCFAG' AS is_qtcf
    FROM windowed
),
chosen AS (
    SELECT *,
        filled AND AWTDIFF IS NOT NULL AND row_number() OVER (
            PARTITION BY USUBJID, PARAMCD, AVISIT
            ORDER BY NOT filled, AWTDIFF NULLS LAST, EGDTC DESC, SRCSEQ DESC) = 1 AS nearest,
        treated AND AVAL IS NOT NULL AND row_number() OVER (
            PARTITION BY USUBJID, PARAMCD ORDER BY NOT treated, AVAL DESC NULLS LAST, EGDTC, SRCSEQ) = 1 AS highest,
        treated AND row_number() OVER (
            PARTITION BY USUBJID, PARAMCD ORDER BY NOT treated, EGDTC DESC, SRCSEQ DESC) = 1 AS final
    FROM flagged
)
SELECT
    STUDYID, c.USUBJID, SUBJID, SITEID,
    row_number() OVER (PARTITION BY c.USUBJID ORDER BY c.PARAMCD, EGDTC, VISITNUM, SRCSEQ) AS ASEQ,
    TRT01P AS TRTP,
    TRT01A AS TRTA,
    ADT,
    ADY,
    coalesce(AVISIT, '') AS AVISIT,
    AVISITN,
    t.decode AS PARAM,
    c.PARAMCD,
    list_position(['EGHRMN', 'PRAG', 'QRSAG', 'QTAG', 'QTCFAG', 'INTP'], c.PARAMCD) AS PARAMN,
    VISIT,
    VISITNUM,
    EGDTC,
    'ECG' AS PARCAT1,
    AVAL,
    AVALC,
    BASE,
    coalesce(BASEC, '') AS BASEC,
    CHG,
    CASE WHEN after = 'Y' THEN percent_of(AVAL, BASE) END AS PCHG,
    CASE WHEN after = 'Y' AND c.PARAMCD = 'INTP' AND BASEC <> '' AND AVALC <> '' THEN BASEC || ' to ' || AVALC ELSE '' END AS SHIFT1,
    CASE WHEN is_qtcf THEN 'QTcF > 450 ms' ELSE '' END AS CRIT1,
    CASE WHEN is_qtcf THEN 'QTcF > 480 ms' ELSE '' END AS CRIT2,
    CASE WHEN is_qtcf THEN 'QTcF > 500 ms' ELSE '' END AS CRIT3,
    CASE WHEN is_qtcf THEN 'QTcF increase from baseline > 30 ms' ELSE '' END AS CRIT4,
    CASE WHEN is_qtcf THEN 'QTcF increase from baseline > 60 ms' ELSE '' END AS CRIT5,
    CASE WHEN is_qtcf AND AVAL IS NOT NULL THEN yes_no(AVAL > 450) ELSE '' END AS CRIT1FL,
    CASE WHEN is_qtcf AND AVAL IS NOT NULL THEN yes_no(AVAL > 480) ELSE '' END AS CRIT2FL,
    CASE WHEN is_qtcf AND AVAL IS NOT NULL THEN yes_no(AVAL > 500) ELSE '' END AS CRIT3FL,
    CASE WHEN is_qtcf AND CHG IS NOT NULL THEN yes_no(CHG > 30) ELSE '' END AS CRIT4FL,
    CASE WHEN is_qtcf AND CHG IS NOT NULL THEN yes_no(CHG > 60) ELSE '' END AS CRIT5FL,
    AWTARGET,
    AWTDIFF,
    AWLO,
    AWHI,
    coalesce(AWU, '') AS AWU,
    flag(is_base) AS ABLFL,
    flag(nearest) AS ANL01FL,
    flag(highest) AS ANL02FL,
    flag(on_treatment) AS ONTRTFL,
    flag(final) AS LVOTFL,
    'EG' AS SRCDOM,
    'EGSTRESC' AS SRCVAR,
    SRCSEQ,
    FASFL, EFFFL, SAFFL, TRTSDT, TRTEDT
FROM chosen AS c
JOIN spec.terms AS t ON t.codelist = 'ADEGPARM' AND t.term = c.PARAMCD
ORDER BY STUDYID, c.USUBJID, c.PARAMCD, EGDTC, VISITNUM, SRCSEQ
