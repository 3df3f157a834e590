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
    -- a dose taken over the data cut counts up to it, and one that ends in an unknown day of its month likewise
    SELECT USUBJID,
        max(least(sas_day_high(EXENDTC), cut.day)) AS TRTEDT,
        imputed_day(TRTEDT, max(least(sas_day(EXENDTC), cut.day)) FILTER (sas_day(EXENDTC) IS NOT NULL)) AS TRTEDTF
    FROM dose, cut
    WHERE sas_day_high(EXENDTC) IS NOT NULL
        AND least(sas_day_low(EXSTDTC), sas_day_low(EXENDTC)) <= cut.day
    GROUP BY USUBJID
),
-- Whoever has a dose that is not known to be after the data cut was treated, also on an unknown day.
treated_subject AS (
    SELECT DISTINCT USUBJID FROM dose, cut WHERE coalesce(sas_day_first(EXSTDTC) <= cut.day, TRUE)
),
cumulative AS (
    SELECT USUBJID,
        sum(AVAL) FILTER (drug = 'OXALIPLATIN' AND measure = 'CUM') AS CUMOXA,
        sum(AVAL) FILTER (drug = 'CAPECITABINE' AND measure = 'CUM') AS CUMCAP,
        sum(AVAL) FILTER (drug = 'BEVACIZUMAB' AND measure = 'CUM') AS CUMBEV,
        sum(AVAL) FILTER (drug = 'OXALIPLATIN' AND measure = 'RDI') AS RDIOXA,
        sum(AVAL) FILTER (drug = 'CAPECITABINE' AND measure = 'RDI') AS RDICAP,
        sum(AVAL) FILTER (drug = 'BEVACIZUMAB' AND measure = 'RDI') AS RDIBEV
    FROM qc._exposure GROUP BY USUBJID
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
        one_answer(list(MHOCCUR) FILTER (MHTERM = 'LIVER RECURRENCE')) AS liver,
        one_answer(list(MHOCCUR) FILTER (MHTERM = 'LUNG METASTASIS')) AS lung,
        one_answer(list(MHOCCUR) FILTER (MHTERM = 'LYMPH NODE METASTASIS')) AS lymph,
        one_answer(list(MHOCCUR) FILTER (MHTERM = 'BONE METASTASIS')) AS bone,
        one_answer(list(MHOCCUR) FILTER (MHTERM = 'ADRENAL METASTASIS')) AS adrenal,
        one_answer(list(MHOCCUR) FILTER (MHTERM = 'PERITONEAL METASTASIS')) AS peritoneum,
        one_answer(list(MHOCCUR) FILTER (MHTERM = 'HEPATITIS B')) AS hbv,
        one_answer(list(MHOCCUR) FILTER (MHTERM = 'HEPATITIS C')) AS hcv
    FROM sdtm.mh GROUP BY USUBJID
),
transplantation AS (
    SELECT USUBJID, min(sas_day_low(PRSTDTC)) AS TRNSPDT, imputed_day(TRNSPDT, min(sas_day(PRSTDTC))) AS TRNSPDTF
    FROM sdtm.pr WHERE PRCAT = 'PRIOR TRANSPLANTATION' GROUP BY USUBJID
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
    WHERE DSDECOD = 'ENTERED INTO TRIAL' AND coalesce(sas_day_first(DSSTDTC) <= cut.day, TRUE)
    GROUP BY USUBJID
),
ending AS (
    SELECT USUBJID,
        max(least(sas_day_high(DSSTDTC), cut.day)) FILTER (DSSCAT = 'STUDY PARTICIPATION' AND sas_day_high(DSSTDTC) IS NOT NULL) AS EOSDT,
        imputed_day(EOSDT, max(sas_day(DSSTDTC)) FILTER (DSSCAT = 'STUDY PARTICIPATION')) AS EOSDTF,
        count(*) FILTER (DSSCAT = 'STUDY PARTICIPATION' AND DSDECOD <> '') AS study_ends,
        bool_or(DSSCAT = 'STUDY PARTICIPATION' AND DSDECOD = 'COMPLETED') AS study_completed,
        arg_max(DSDECOD, DSSEQ) FILTER (DSSCAT = 'STUDY PARTICIPATION' AND DSDECOD NOT IN ('', 'COMPLETED') AND DSSTDTC <> '') AS DCSREAS,
        count(*) FILTER (DSSCAT = 'STUDY TREATMENT' AND DSDECOD <> '') AS treatment_ends,
        bool_or(DSSCAT = 'STUDY TREATMENT' AND DSDECOD = 'COMPLETED') AS treatment_completed,
        arg_max(DSDECOD, DSSEQ) FILTER (DSSCAT = 'STUDY TREATMENT' AND DSDECOD NOT IN ('', 'COMPLETED') AND DSSTDTC <> '') AS DCTREAS
    FROM sdtm.ds, cut WHERE coalesce(sas_day_first(DSSTDTC) <= cut.day, TRUE) GROUP BY USUBJID
),
death AS (
    SELECT USUBJID,
        arg_max(DDSTRESC, DDSEQ) FILTER (DDSTRESC <> '') AS DTHCAUS,
        arg_max(DDRESCAT, DDSEQ) FILTER (DDRESCAT <> '') AS DTHCGR1
    FROM sdtm.dd WHERE DDTESTCD = 'PRCDTH' GROUP BY USUBJID
),

-- Dates on which the subject was seen alive, up to the data cut and death. Without a day an assessment counts as the
-- last of its month, as in ADRS; of an adverse event no more than the first is certain.
sighting AS (
    SELECT USUBJID, 'SV.SVSTDTC' AS source, SVSTDTC AS dtc, '' AS since FROM sdtm.sv
    UNION ALL BY NAME
    SELECT USUBJID, 'RS.RSDTC' AS source, RSDTC AS dtc FROM sdtm.rs
    UNION ALL BY NAME
    SELECT USUBJID, 'TR.TRDTC' AS source, TRDTC AS dtc FROM sdtm.tr
    UNION ALL BY NAME
    SELECT USUBJID, 'EX.EXSTDTC' AS source, EXSTDTC AS dtc FROM dose
    UNION ALL BY NAME
    SELECT USUBJID, 'EX.EXENDTC' AS source, EXENDTC AS dtc, EXSTDTC AS since FROM dose
    UNION ALL BY NAME
    SELECT USUBJID, 'LB.LBDTC' AS source, LBDTC AS dtc FROM sdtm.lb
    UNION ALL BY NAME
    SELECT USUBJID, 'MB.MBDTC' AS source, MBDTC AS dtc FROM sdtm.mb
    UNION ALL BY NAME
    SELECT USUBJID, 'VS.VSDTC' AS source, VSDTC AS dtc FROM sdtm.vs
    UNION ALL BY NAME
    SELECT USUBJID, 'EG.EGDTC' AS source, EGDTC AS dtc FROM sdtm.eg
    UNION ALL BY NAME
    SELECT USUBJID, 'AE.AESTDTC' AS source, AESTDTC AS dtc FROM sdtm.ae
    UNION ALL BY NAME
    SELECT USUBJID, 'AE.AEENDTC' AS source, AEENDTC AS dtc FROM sdtm.ae
    UNION ALL BY NAME
    SELECT USUBJID, 'SS.SSDTC' AS source, SSDTC AS dtc FROM sdtm.ss WHERE SSTESTCD = 'SURVSTAT' AND SSSTRESC = 'ALIVE'
),
dated_sighting AS (
    SELECT s.USUBJID, s.source,
        least(cut.day, coalesce(sas_day_high(dm.DTHDTC), cut.day)) AS limit_day,
        CASE WHEN s.source LIKE 'AE.%' THEN sas_day_low(s.dtc) ELSE sas_day_high(s.dtc) END AS day,
        sas_day(s.dtc) AS exact_day,
        CASE WHEN s.source NOT LIKE 'AE.%' THEN least(sas_day_low(s.dtc), sas_day_low(s.since)) END AS first_day
    FROM sighting AS s JOIN sdtm.dm AS dm USING (USUBJID), cut
),
seen_by AS (
    -- what began by the last day that counts and may have lasted longer was there on that day
    SELECT USUBJID, source,
        max(least(day, limit_day)) AS last_day,
        imputed_day(last_day, max(least(exact_day, limit_day)) FILTER (exact_day IS NOT NULL)) AS imputed
    FROM dated_sighting WHERE day <= limit_day OR (day IS NOT NULL AND first_day <= limit_day)
    GROUP BY USUBJID, source
),
seen AS (
    SELECT USUBJID,
        any_value(last_day) FILTER (source = 'SV.SVSTDTC') AS LSTSVDT,
        any_value(imputed) FILTER (source = 'SV.SVSTDTC') AS LSTSVDTF,
        any_value(last_day) FILTER (source = 'RS.RSDTC') AS LSTRPDT,
        any_value(imputed) FILTER (source = 'RS.RSDTC') AS LSTRPDTF,
        any_value(last_day) FILTER (source = 'TR.TRDTC') AS LSTTMDT,
        any_value(imputed) FILTER (source = 'TR.TRDTC') AS LSTTMDTF,
        any_value(last_day) FILTER (source = 'EX.EXSTDTC') AS LSTEXDT,
        any_value(imputed) FILTER (source = 'EX.EXSTDTC') AS LSTEXDTF,
        any_value(last_day) FILTER (source = 'EX.EXENDTC') AS LSTXNDT,
        any_value(imputed) FILTER (source = 'EX.EXENDTC') AS LSTXNDTF,
        any_value(last_day) FILTER (source = 'LB.LBDTC') AS LSTLBDT,
        any_value(imputed) FILTER (source = 'LB.LBDTC') AS LSTLBDTF,
        any_value(last_day) FILTER (source = 'MB.MBDTC') AS LSTMBDT,
        any_value(imputed) FILTER (source = 'MB.MBDTC') AS LSTMBDTF,
        any_value(last_day) FILTER (source = 'VS.VSDTC') AS LSTVTDT,
        any_value(imputed) FILTER (source = 'VS.VSDTC') AS LSTVTDTF,
        any_value(last_day) FILTER (source = 'EG.EGDTC') AS LSTEGDT,
        any_value(imputed) FILTER (source = 'EG.EGDTC') AS LSTEGDTF,
        any_value(last_day) FILTER (source = 'AE.AESTDTC') AS LSTAVDT,
        any_value(imputed) FILTER (source = 'AE.AESTDTC') AS LSTAVDTF,
        any_value(last_day) FILTER (source = 'AE.AEENDTC') AS LSTANDT,
        any_value(imputed) FILTER (source = 'AE.AEENDTC') AS LSTANDTF,
        any_value(last_day) FILTER (source = 'SS.SSDTC') AS LSTCTDT,
        any_value(imputed) FILTER (source = 'SS.SSDTC') AS LSTCTDTF,
        max(last_day) AS LSTALVDT
    FROM seen_by GROUP BY USUBJID
),

-- Whether tumours were assessed before and after the first dose: without a day the former counts as
-- the first of its month, the latter as the last. TRUE, FALSE, or NULL where the dates do not tell.
lesion_at_baseline AS (
    SELECT tu.USUBJID,
        CASE
            WHEN bool_or(sas_day_low(tu.TUDTC) <= t.TRTSDT) THEN TRUE
            WHEN bool_and(t.TRTSDT IS NOT NULL AND sas_day_first(tu.TUDTC) > t.TRTSDT) THEN FALSE
        END AS known
    FROM sdtm.tu LEFT JOIN treatment_start AS t USING (USUBJID)
    GROUP BY tu.USUBJID
),
response_after_baseline AS (
    SELECT rs.USUBJID,
        CASE
            WHEN bool_or(sas_day_high(rs.RSDTC) BETWEEN t.TRTSDT AND cut.day) THEN TRUE
            WHEN bool_and(
                coalesce(sas_day_first(rs.RSDTC) > cut.day, FALSE)
                OR coalesce(sas_day_latest(rs.RSDTC) < t.TRTSDT, FALSE)) THEN FALSE
        END AS known
    FROM sdtm.rs LEFT JOIN treatment_start AS t USING (USUBJID), cut
    WHERE rs.RSTESTCD = 'OVRLRESP'
    GROUP BY rs.USUBJID
),

-- Major deviations by the data cut; what has no date counts. The reason is the kind of the first of all.
major AS (
    SELECT dv.USUBJID,
        bool_or(coalesce(sas_day_first(dv.DVSTDTC) <= cut.day, TRUE)) AS major,
        arg_min(dv.DVDECOD, dv.DVSEQ) AS major_kind
    FROM sdtm.dv
    JOIN sdtm.suppdv AS s ON s.USUBJID = dv.USUBJID AND s.IDVAR = 'DVSEQ' AND TRY_CAST(s.IDVARVAL AS DOUBLE) = dv.DVSEQ, cut
    WHERE s.QNAM = 'DVCLASS' AND s.QVAL = 'MAJOR'
    GROUP BY dv.USUBJID
),

subject AS (
    SELECT dm.*,
        treatment_start.TRTSDT, treatment_start.TRTSDTF,
        treatment_end.TRTEDT, treatment_end.TRTEDTF,
        coalesce(disposition.enrolled, FALSE) AS enrolled,
        treated_subject.USUBJID IS NOT NULL AS treated,
        CASE WHEN lesion_at_baseline.USUBJID IS NULL THEN FALSE ELSE lesion_at_baseline.known END AS baseline_tumour,
        CASE
            WHEN response_after_baseline.USUBJID IS NULL THEN FALSE
            ELSE response_after_baseline.known
        END AS later_tumour,
        performance.BECOG, child_pugh_score.BCPSCORE, child_pugh_class.BCPCLASS, afp.BAFPC,
        TRY_CAST(regexp_extract(afp.BAFPC, '^(<=|>=|<|>)?\s*([0-9]+(\.[0-9]+)?)$', 2) AS DOUBLE) AS BAFP,
        organs.NORGANS,
        history.* EXCLUDE (USUBJID),
        transplantation.TRNSPDT, transplantation.TRNSPDTF, procedure_qualifier.DONOR, procedure_qualifier.MILANFL,
        nullif(therapy.PRTKIN, 0) AS PRTKIN, therapy.NEWDRDT, therapy.NEWDRDTF,
        later_procedure.NEWPRDT, later_procedure.NEWPRDTF,
        least(NEWDRDT, NEWPRDT) AS NEWTRDT,
        disposition.* EXCLUDE (USUBJID, enrolled),
        ending.* EXCLUDE (USUBJID),
        seen.* EXCLUDE (USUBJID),
        coalesce(major.major, FALSE) AS major, major.major_kind,
        cumulative.* EXCLUDE (USUBJID),
        sas_day_high(dm.DTHDTC) AS DTHDT,
        death.DTHCAUS, death.DTHCGR1
    FROM sdtm.dm AS dm
    LEFT JOIN treatment_start USING (USUBJID)
    LEFT JOIN treatment_end USING (USUBJID)
    LEFT JOIN treated_subject USING (USUBJID)
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
    LEFT JOIN seen USING (USUBJID)
    LEFT JOIN lesion_at_baseline USING (USUBJID)
    LEFT JOIN response_after_baseline USING (USUBJID)
    LEFT JOIN major USING (USUBJID)
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
    CASE WHEN baseline_tumour IS NULL THEN '' ELSE yes_no(baseline_tumour) END AS BASTUFL,
    CASE WHEN later_tumour IS NULL THEN '' ELSE yes_no(later_tumour) END AS PBSTUFL,
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
    coalesce(liver, '') AS LIVRFL,
    coalesce(lung, '') AS LUNGFL,
    coalesce(lymph, '') AS LYMPHFL,
    coalesce(bone, '') AS BONEFL,
    coalesce(adrenal, '') AS ADRENFL,
    coalesce(peritoneum, '') AS PERITFL,
    coalesce(hbv, '') AS HBVFL,
    coalesce(hcv, '') AS HCVFL,
    yes_no(treated) AS SAFFL,
    yes_no(enrolled AND treated AND NOT major) AS PPROTFL,
    yes_no(major) AS MAJDVFL,
    CASE WHEN enrolled AND treated AND major THEN major_kind ELSE '' END AS PPEXCRS,
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
        WHEN sas_day(RFICDTC) IS NULL OR sas_day(RFICDTC) > cut.day THEN ''
        WHEN coalesce(study_ends, 0) = 0 AND DTHDT <= cut.day THEN ''    -- dead, and no end is recorded
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
        WHEN TRTSDT IS NULL THEN ''
        WHEN coalesce(treatment_ends, 0) = 0 AND DTHDT <= cut.day THEN ''
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
        WHEN (LSTSVDT = LSTALVDT AND LSTSVDTF = '')
            OR (LSTRPDT = LSTALVDT AND LSTRPDTF = '')
            OR (LSTTMDT = LSTALVDT AND LSTTMDTF = '')
            OR (LSTEXDT = LSTALVDT AND LSTEXDTF = '')
            OR (LSTXNDT = LSTALVDT AND LSTXNDTF = '')
            OR (LSTLBDT = LSTALVDT AND LSTLBDTF = '')
            OR (LSTMBDT = LSTALVDT AND LSTMBDTF = '')
            OR (LSTVTDT = LSTALVDT AND LSTVTDTF = '')
            OR (LSTEGDT = LSTALVDT AND LSTEGDTF = '')
            OR (LSTAVDT = LSTALVDT AND LSTAVDTF = '')
            OR (LSTANDT = LSTALVDT AND LSTANDTF = '')
            OR (LSTCTDT = LSTALVDT AND LSTCTDTF = '') THEN ''
        ELSE 'D'
    END AS LSTALVDF,
    CASE LSTALVDT
        WHEN LSTSVDT THEN 'SV.SVSTDTC'
        WHEN LSTRPDT THEN 'RS.RSDTC'
        WHEN LSTTMDT THEN 'TR.TRDTC'
        WHEN LSTEXDT THEN 'EX.EXSTDTC'
        WHEN LSTXNDT THEN 'EX.EXENDTC'
        WHEN LSTLBDT THEN 'LB.LBDTC'
        WHEN LSTMBDT THEN 'MB.MBDTC'
        WHEN LSTVTDT THEN 'VS.VSDTC'
        WHEN LSTEGDT THEN 'EG.EGDTC'
        WHEN LSTAVDT THEN 'AE.AESTDTC'
        WHEN LSTANDT THEN 'AE.AEENDTC'
        WHEN LSTCTDT THEN 'SS.SSDTC'
        ELSE ''
    END AS LSTALVSR,
    LSTSVDT,
    LSTRPDT,
    LSTTMDT,
    LSTEXDT,
    LSTXNDT,
    LSTLBDT,
    LSTMBDT,
    LSTVTDT,
    LSTEGDT,
    LSTAVDT,
    LSTANDT,
    LSTCTDT,
    coalesce(LSTSVDTF, '') AS LSTSVDTF,
    coalesce(LSTRPDTF, '') AS LSTRPDTF,
    coalesce(LSTTMDTF, '') AS LSTTMDTF,
    coalesce(LSTEXDTF, '') AS LSTEXDTF,
    coalesce(LSTXNDTF, '') AS LSTXNDTF,
    coalesce(LSTLBDTF, '') AS LSTLBDTF,
    coalesce(LSTMBDTF, '') AS LSTMBDTF,
    coalesce(LSTVTDTF, '') AS LSTVTDTF,
    coalesce(LSTEGDTF, '') AS LSTEGDTF,
    coalesce(LSTAVDTF, '') AS LSTAVDTF,
    coalesce(LSTANDTF, '') AS LSTANDTF,
    coalesce(LSTCTDTF, '') AS LSTCTDTF,
    TRTEDT - TRTSDT + 1 AS TRTDURD,
    CUMOXA,
    CUMCAP,
    CUMBEV,
    RDIOXA,
    RDICAP,
    RDIBEV,
    DTHDT,
    imputed_day(DTHDT, sas_day(DTHDTC)) AS DTHDTF,
    DTHFL,
    coalesce(DTHCAUS, '') AS DTHCAUS,
    coalesce(DTHCGR1, '') AS DTHCGR1,
    CASE    -- a death of which the day is unknown, so that it may be before the cut and after it, is neither
        WHEN sas_day_latest(DTHDTC) <= cut.day THEN 'Y'
        WHEN sas_day_first(DTHDTC) > cut.day THEN 'N'
        WHEN DTHFL = 'Y' OR DTHDTC <> '' THEN ''
        ELSE 'N'
    END AS DTHCUTFL
FROM subject, cut
ORDER BY STUDYID, USUBJID
