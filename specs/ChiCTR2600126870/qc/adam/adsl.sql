-- ADSL: one record for each subject of DM.
-- Sources: SDTM transport files and study.yaml. Dates are SAS day numbers.
WITH
cut AS (
    SELECT sas_day(value) AS day FROM spec.study WHERE name = 'DATA_CUT'
),

-- Exposure: doses above zero give the treatment dates. A start without a day counts as the first
-- of its month, except where the latest is looked for (last of the month).
dose AS (
    SELECT USUBJID, EXSTDTC, EXENDTC FROM sdtm.ex WHERE EXDOSE > 0
),
treatment_start AS (
    SELECT USUBJID,
        min(sas_day_low(EXSTDTC)) AS TRTSDT,
        imputed_day(TRTSDT, min(sas_day(EXSTDTC))) AS TRTSDTF
    FROM dose, cut
    WHERE sas_day_low(EXSTDTC) <= cut.day
    GROUP BY USUBJID
),
treatment_end AS (
    SELECT USUBJID,
        max(sas_day_high(EXENDTC)) AS TRTEDT,
        imputed_day(TRTEDT, max(sas_day(EXENDTC))) AS TRTEDTF
    FROM dose, cut
    WHERE sas_day_high(EXENDTC) <= cut.day
    GROUP BY USUBJID
),
drug_dose AS (
    SELECT USUBJID, EXTRT,
        EXDOSE * CASE EXDOSFRQ WHEN 'BID' THEN 2 * (sas_day(EXENDTC) - sas_day(EXSTDTC) + 1) ELSE 1 END AS mg
    FROM sdtm.ex, cut
    WHERE EXDOSU = 'mg' AND sas_day_low(EXSTDTC) <= cut.day
),
cumulative AS (
    SELECT USUBJID,
        sum(mg) FILTER (EXTRT = 'OXALIPLATIN') AS CUMOXA,
        sum(mg) FILTER (EXTRT = 'CAPECITABINE') AS CUMCAP,
        sum(mg) FILTER (EXTRT = 'BEVACIZUMAB') AS CUMBEV
    FROM drug_dose GROUP BY USUBJID
),

-- Baseline findings: the last record flagged as last observation before exposure.
performance AS (
    SELECT USUBJID, arg_max(RSSTRESN, RSSEQ) AS BECOG
    FROM sdtm.rs WHERE RSTESTCD = 'ECOG101' AND RSLOBXFL = 'Y' AND RSSTRESN IS NOT NULL GROUP BY USUBJID
),
child_pugh_score AS (
    SELECT USUBJID, arg_max(RSSTRESN, RSSEQ) AS BCPSCORE
    FROM sdtm.rs WHERE RSTESTCD = 'CPS0106' AND RSLOBXFL = 'Y' AND RSSTRESN IS NOT NULL GROUP BY USUBJID
),
child_pugh_class AS (
    SELECT USUBJID, arg_max(RSSTRESC, RSSEQ) AS BCPCLASS
    FROM sdtm.rs WHERE RSTESTCD = 'CPS0107' AND RSLOBXFL = 'Y' AND RSSTRESC <> '' GROUP BY USUBJID
),
afp AS (
    SELECT USUBJID, arg_max(LBSTRESC, LBSEQ) AS BAFPC
    FROM sdtm.lb WHERE LBTESTCD = 'AFP' AND LBLOBXFL = 'Y' AND LBSTRESC <> '' GROUP BY USUBJID
),
organs AS (
    SELECT USUBJID, count(DISTINCT TULOC) AS NORGANS
    FROM sdtm.tu WHERE TUSTRESC IN ('TARGET', 'NON-TARGET') AND TULOC <> '' GROUP BY USUBJID
),

-- History of the disease and of the transplantation.
history AS (
    SELECT USUBJID,
        min(sas_day_low(MHSTDTC)) FILTER (MHCAT = 'PRIMARY DIAGNOSIS') AS DIAGDT,
        imputed_day(DIAGDT, min(sas_day(MHSTDTC)) FILTER (MHCAT = 'PRIMARY DIAGNOSIS')) AS DIAGDTF,
        min(sas_day_low(MHSTDTC)) FILTER (MHCAT = 'DISEASE HISTORY') AS RECURDT,
        imputed_day(RECURDT, min(sas_day(MHSTDTC)) FILTER (MHCAT = 'DISEASE HISTORY')) AS RECURDTF,
        bool_or(MHTERM = 'LIVER RECURRENCE' AND MHOCCUR = 'Y') AS liver,
        bool_or(MHTERM = 'LUNG METASTASIS' AND MHOCCUR = 'Y') AS lung,
        bool_or(MHTERM = 'LYMPH NODE METASTASIS' AND MHOCCUR = 'Y') AS lymph,
        bool_or(MHTERM = 'BONE METASTASIS' AND MHOCCUR = 'Y') AS bone,
        bool_or(MHTERM = 'ADRENAL METASTASIS' AND MHOCCUR = 'Y') AS adrenal,
        bool_or(MHTERM = 'PERITONEAL METASTASIS' AND MHOCCUR = 'Y') AS peritoneum,
        bool_or(MHTERM = 'HEPATITIS B' AND MHOCCUR = 'Y') AS hbv,
        bool_or(MHTERM = 'HEPATITIS C' AND MHOCCUR = 'Y') AS hcv
    FROM sdtm.mh GROUP BY USUBJID
),
transplantation AS (
    SELECT USUBJID, min(sas_day_low(PRSTDTC)) AS TRNSPDT, imputed_day(TRNSPDT, min(sas_day(PRSTDTC))) AS TRNSPDTF
    FROM sdtm.pr WHERE PRTRT = 'LIVER TRANSPLANTATION' GROUP BY USUBJID
),
procedure_qualifier AS (
    SELECT pr.USUBJID,
        arg_max(s.QVAL, pr.PRSEQ) FILTER (s.QNAM = 'DONOR' AND s.QVAL <> '') AS DONOR,
        arg_max(s.QVAL, pr.PRSEQ) FILTER (s.QNAM = 'MILAN' AND s.QVAL <> '') AS MILANFL
    FROM sdtm.pr
    JOIN sdtm.supppr AS s ON s.USUBJID = pr.USUBJID AND s.IDVAR = 'PRSEQ' AND TRY_CAST(s.IDVARVAL AS DOUBLE) = pr.PRSEQ
    GROUP BY pr.USUBJID
),
therapy AS (
    SELECT USUBJID,
        count(DISTINCT CMTRT) FILTER (CMCAT = 'PRIOR ANTICANCER THERAPY' AND CMTRT <> '') AS PRTKIN,
        min(sas_day_low(CMSTDTC)) FILTER (CMCAT = 'SUBSEQUENT ANTICANCER THERAPY') AS NEWDRDT,
        imputed_day(NEWDRDT, min(sas_day(CMSTDTC)) FILTER (CMCAT = 'SUBSEQUENT ANTICANCER THERAPY')) AS NEWDRDTF
    FROM sdtm.cm GROUP BY USUBJID
),
later_procedure AS (
    SELECT USUBJID, min(sas_day_low(PRSTDTC)) AS NEWPRDT, imputed_day(NEWPRDT, min(sas_day(PRSTDTC))) AS NEWPRDTF
    FROM sdtm.pr WHERE PRCAT = 'SUBSEQUENT ANTICANCER THERAPY' GROUP BY USUBJID
),

-- Disposition, as known at the data cut: enrolment, the ends of study and treatment. What is dated by
-- the year alone has happened unless the whole year lies after the cut.
disposition AS (
    SELECT USUBJID,
        TRUE AS enrolled,
        min(sas_day_low(DSSTDTC)) AS ENRLDT,
        imputed_day(ENRLDT, min(sas_day(DSSTDTC))) AS ENRLDTF
    FROM sdtm.ds, cut
    WHERE DSDECOD = 'ENTERED INTO TRIAL' AND sas_day_first(DSSTDTC) <= cut.day
    GROUP BY USUBJID
),
ending AS (
    SELECT USUBJID,
        max(sas_day_high(DSSTDTC)) FILTER (DSSCAT = 'STUDY PARTICIPATION') AS EOSDT,
        imputed_day(EOSDT, max(sas_day(DSSTDTC)) FILTER (DSSCAT = 'STUDY PARTICIPATION')) AS EOSDTF,
        count(*) FILTER (DSSCAT = 'STUDY PARTICIPATION' AND DSDECOD <> '') AS study_ends,
        bool_or(DSSCAT = 'STUDY PARTICIPATION' AND DSDECOD = 'COMPLETED') AS study_completed,
        arg_max(DSDECOD, DSSEQ) FILTER (DSSCAT = 'STUDY PARTICIPATION' AND DSDECOD NOT IN ('', 'COMPLETED')) AS DCSREAS,
        count(*) FILTER (DSSCAT = 'STUDY TREATMENT' AND DSDECOD <> '') AS treatment_ends,
        bool_or(DSSCAT = 'STUDY TREATMENT' AND DSDECOD = 'COMPLETED') AS treatment_completed,
        arg_max(DSDECOD, DSSEQ) FILTER (DSSCAT = 'STUDY TREATMENT' AND DSDECOD NOT IN ('', 'COMPLETED')) AS DCTREAS
    FROM sdtm.ds, cut WHERE sas_day_first(DSSTDTC) <= cut.day GROUP BY USUBJID
),
death AS (
    SELECT USUBJID,
        arg_max(DDSTRESC, DDSEQ) FILTER (DDSTRESC <> '') AS DTHCAUS,
        arg_max(DDRESCAT, DDSEQ) FILTER (DDRESCAT <> '') AS DTHCGR1
    FROM sdtm.dd WHERE DDTESTCD = 'PRCDTH' GROUP BY USUBJID
),

-- Dates on which the subject was seen alive, up to the data cut.
seen_visit AS (
    SELECT USUBJID, max(sas_day_high(SVSTDTC)) AS LSTSVDT, imputed_day(LSTSVDT, max(sas_day(SVSTDTC))) AS LSTSVDTF
    FROM sdtm.sv, cut WHERE sas_day_high(SVSTDTC) <= cut.day GROUP BY USUBJID
),
seen_response AS (
    SELECT USUBJID, max(sas_day_high(RSDTC)) AS LSTRPDT, imputed_day(LSTRPDT, max(sas_day(RSDTC))) AS LSTRPDTF
    FROM sdtm.rs, cut WHERE RSTESTCD = 'OVRLRESP' AND sas_day_high(RSDTC) <= cut.day GROUP BY USUBJID
),
seen_dose AS (
    SELECT USUBJID, max(sas_day_high(EXSTDTC)) AS LSTEXDT, imputed_day(LSTEXDT, max(sas_day(EXSTDTC))) AS LSTEXDTF
    FROM dose, cut WHERE sas_day_high(EXSTDTC) <= cut.day GROUP BY USUBJID
),
seen_contact AS (
    SELECT USUBJID, max(sas_day_high(SSDTC)) AS LSTCTDT, imputed_day(LSTCTDT, max(sas_day(SSDTC))) AS LSTCTDTF
    FROM sdtm.ss, cut
    WHERE SSTESTCD = 'SURVSTAT' AND SSSTRESC = 'ALIVE' AND sas_day_high(SSDTC) <= cut.day GROUP BY USUBJID
),

-- Whether tumours were assessed before and after the first dose: without a day the former counts as
-- the first of its month, the latter as the last.
lesion_at_baseline AS (
    SELECT DISTINCT tu.USUBJID
    FROM sdtm.tu JOIN treatment_start AS t USING (USUBJID)
    WHERE sas_day_low(tu.TUDTC) <= t.TRTSDT
),
response_after_baseline AS (
    SELECT DISTINCT rs.USUBJID
    FROM sdtm.rs JOIN treatment_start AS t USING (USUBJID), cut
    WHERE rs.RSTESTCD = 'OVRLRESP' AND sas_day_high(rs.RSDTC) BETWEEN t.TRTSDT AND cut.day
),

subject AS (
    SELECT dm.*,
        treatment_start.TRTSDT, treatment_start.TRTSDTF,
        treatment_end.TRTEDT, treatment_end.TRTEDTF,
        coalesce(disposition.enrolled, FALSE) AS enrolled,
        treatment_start.TRTSDT IS NOT NULL AS treated,
        lesion_at_baseline.USUBJID IS NOT NULL AS baseline_tumour,
        response_after_baseline.USUBJID IS NOT NULL AS later_tumour,
        performance.BECOG, child_pugh_score.BCPSCORE, child_pugh_class.BCPCLASS, afp.BAFPC,
        TRY_CAST(regexp_extract(afp.BAFPC, '^(<=|>=|<|>)?\s*([0-9]+(\.[0-9]+)?)$', 2) AS DOUBLE) AS BAFP,
        coalesce(organs.NORGANS, 0) AS NORGANS,
        history.* EXCLUDE (USUBJID),
        transplantation.TRNSPDT, transplantation.TRNSPDTF, procedure_qualifier.DONOR, procedure_qualifier.MILANFL,
        coalesce(therapy.PRTKIN, 0) AS PRTKIN, therapy.NEWDRDT, therapy.NEWDRDTF,
        later_procedure.NEWPRDT, later_procedure.NEWPRDTF,
        least(NEWDRDT, NEWPRDT) AS NEWTRDT,
        disposition.* EXCLUDE (USUBJID, enrolled),
        ending.* EXCLUDE (USUBJID),
        seen_visit.* EXCLUDE (USUBJID), seen_response.* EXCLUDE (USUBJID),
        seen_dose.* EXCLUDE (USUBJID), seen_contact.* EXCLUDE (USUBJID),
        greatest(LSTSVDT, LSTRPDT, LSTEXDT, LSTCTDT) AS LSTALVDT,
        cumulative.* EXCLUDE (USUBJID),
        sas_day_high(dm.DTHDTC) AS DTHDT,
        death.DTHCAUS, death.DTHCGR1
    FROM sdtm.dm AS dm
    LEFT JOIN treatment_start USING (USUBJID)
    LEFT JOIN treatment_end USING (USUBJID)
    LEFT JOIN cumulative USING (USUBJID)
    LEFT JOIN performance USING (USUBJID)
    LEFT JOIN child_pugh_score USING (USUBJID)
    LEFT JOIN child_pugh_class USING (USUBJID)
    LEFT JOIN afp USING (USUBJID)
    LEFT JOIN organs USING (USUBJID)
    LEFT JOIN history USING (USUBJID)
    LEFT JOIN transplantation USING (USUBJID)
    LEFT JOIN procedure_qualifier USING (USUBJID)
    LEFT JOIN therapy USING (USUBJID)
    LEFT JOIN later_procedure USING (USUBJID)
    LEFT JOIN disposition USING (USUBJID)
    LEFT JOIN ending USING (USUBJID)
    LEFT JOIN death USING (USUBJID)
    LEFT JOIN seen_visit USING (USUBJID)
    LEFT JOIN seen_response USING (USUBJID)
    LEFT JOIN seen_dose USING (USUBJID)
    LEFT JOIN seen_contact USING (USUBJID)
    LEFT JOIN lesion_at_baseline USING (USUBJID)
    LEFT JOIN response_after_baseline USING (USUBJID)
)

SELECT
    STUDYID,
    USUBJID,
    SUBJID,
    SITEID,
    AGE,
    AGEU,
    CASE WHEN AGE >= 65 THEN '>=65' WHEN AGE >= 18 THEN '18-64' ELSE '' END AS AGEGR1,
    SEX,
    RACE,
    ETHNIC,
    COUNTRY,
    yes_no(enrolled AND treated) AS FASFL,
    yes_no(enrolled AND treated AND baseline_tumour AND later_tumour) AS EFFFL,
    yes_no(baseline_tumour) AS BASTUFL,
    yes_no(later_tumour) AS PBSTUFL,
    BECOG,
    BCPSCORE,
    coalesce(BCPCLASS, '') AS BCPCLASS,
    coalesce(BAFPC, '') AS BAFPC,
    BAFP,
    CASE WHEN BAFP >= 400 THEN '>=400' WHEN BAFP < 400 THEN '<400' ELSE '' END AS AFPGR1,
    NORGANS,
    DIAGDT,
    coalesce(DIAGDTF, '') AS DIAGDTF,
    TRNSPDT,
    coalesce(TRNSPDTF, '') AS TRNSPDTF,
    RECURDT,
    coalesce(RECURDTF, '') AS RECURDTF,
    coalesce(DONOR, '') AS DONOR,
    coalesce(MILANFL, '') AS MILANFL,
    PRTKIN,
    yes_no(liver) AS LIVRFL,
    yes_no(lung) AS LUNGFL,
    yes_no(lymph) AS LYMPHFL,
    yes_no(bone) AS BONEFL,
    yes_no(adrenal) AS ADRENFL,
    yes_no(peritoneum) AS PERITFL,
    yes_no(hbv) AS HBVFL,
    yes_no(hcv) AS HCVFL,
    yes_no(treated) AS SAFFL,
    yes_no(enrolled) AS ENRLFL,
    ARM,
    ACTARM,
    ARM AS TRT01P,
    ACTARM AS TRT01A,
    yes_no(ARMNRS = 'SCREEN FAILURE') AS SCRNFL,
    TRTSDT,
    coalesce(TRTSDTF, '') AS TRTSDTF,
    TRTEDT,
    coalesce(TRTEDTF, '') AS TRTEDTF,
    CASE
        WHEN sas_day(RFICDTC) IS NULL THEN ''
        WHEN coalesce(study_ends, 0) = 0 THEN 'ONGOING'
        WHEN study_completed THEN 'COMPLETED'
        ELSE 'DISCONTINUED'
    END AS EOSSTT,
    EOSDT,
    coalesce(EOSDTF, '') AS EOSDTF,
    coalesce(DCSREAS, '') AS DCSREAS,
    NEWDRDT,
    NEWPRDT,
    NEWTRDT,
    coalesce(NEWDRDTF, '') AS NEWDRDTF,
    coalesce(NEWPRDTF, '') AS NEWPRDTF,
    CASE    -- imputed only when no complete date is the same day; so for LSTALVDF
        WHEN (NEWDRDT = NEWTRDT AND NEWDRDTF = '') OR (NEWPRDT = NEWTRDT AND NEWPRDTF = '') OR NEWTRDT IS NULL THEN ''
        ELSE 'D'
    END AS NEWTRDTF,
    CASE
        WHEN NOT treated THEN ''
        WHEN coalesce(treatment_ends, 0) = 0 THEN 'ONGOING'
        WHEN treatment_completed THEN 'COMPLETED'
        ELSE 'DISCONTINUED'
    END AS EOTSTT,
    coalesce(DCTREAS, '') AS DCTREAS,
    sas_day(RFICDTC) AS RFICDT,
    ENRLDT,
    coalesce(ENRLDTF, '') AS ENRLDTF,
    LSTALVDT,
    CASE
        WHEN LSTALVDT IS NULL THEN ''
        WHEN (LSTSVDT = LSTALVDT AND LSTSVDTF = '') OR (LSTRPDT = LSTALVDT AND LSTRPDTF = '')
            OR (LSTEXDT = LSTALVDT AND LSTEXDTF = '') OR (LSTCTDT = LSTALVDT AND LSTCTDTF = '') THEN ''
        ELSE 'D'
    END AS LSTALVDF,
    CASE LSTALVDT
        WHEN LSTSVDT THEN 'SV.SVSTDTC'
        WHEN LSTRPDT THEN 'RS.RSDTC'
        WHEN LSTEXDT THEN 'EX.EXSTDTC'
        WHEN LSTCTDT THEN 'SS.SSDTC'
        ELSE ''
    END AS LSTALVSR,
    LSTSVDT,
    LSTRPDT,
    LSTEXDT,
    LSTCTDT,
    coalesce(LSTSVDTF, '') AS LSTSVDTF,
    coalesce(LSTRPDTF, '') AS LSTRPDTF,
    coalesce(LSTEXDTF, '') AS LSTEXDTF,
    coalesce(LSTCTDTF, '') AS LSTCTDTF,
    TRTEDT - TRTSDT + 1 AS TRTDURD,
    CUMOXA,
    CUMCAP,
    CUMBEV,
    DTHDT,
    imputed_day(DTHDT, sas_day(DTHDTC)) AS DTHDTF,
    DTHFL,
    coalesce(DTHCAUS, '') AS DTHCAUS,
    coalesce(DTHCGR1, '') AS DTHCGR1,
    yes_no(DTHDT <= cut.day) AS DTHCUTFL
FROM subject, cut
ORDER BY STUDYID, USUBJID
