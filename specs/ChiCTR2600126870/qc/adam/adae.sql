-- ADAE: one record for each adverse event.
-- Sources: AE and SUPPAE, DM, ADSL of this programming, study.yaml. Dates are SAS day numbers.
WITH
limits AS (
    SELECT
        (SELECT sas_day(value) FROM spec.study WHERE name = 'DATA_CUT') AS cut,
        30 AS after_treatment        -- days after the last dose that still belong to treatment
),

-- Preferred terms of the events of interest, as in the protocol: cytopenia, proteinuria, hypertension. A term is known
-- by its code, which is alike in all editions; by its English words where this list has no code of it.
interest (CQ, PT, CODE) AS (
    VALUES
        (1, 'anaemia', 10002034), (1, 'haemoglobin decreased', 10018884), (1, 'red blood cell count decreased', NULL),
        (1, 'neutropenia', 10029354), (1, 'neutrophil count decreased', 10029366), (1, 'febrile neutropenia', 10016288), (1, 'agranulocytosis', 10001507),
        (1, 'granulocytopenia', 10018687), (1, 'granulocyte count decreased', NULL),
        (1, 'leukopenia', 10024384), (1, 'white blood cell count decreased', 10047942),
        (1, 'lymphopenia', 10025327), (1, 'lymphocyte count decreased', 10025256),
        (1, 'thrombocytopenia', 10043554), (1, 'platelet count decreased', 10035528),
        (1, 'cytopenia', NULL), (1, 'pancytopenia', 10033661), (1, 'myelosuppression', 10028584), (1, 'bone marrow failure', 10065553),
        (2, 'proteinuria', 10037032), (2, 'protein urine present', 10053123), (2, 'albuminuria', 10001580),
        (2, 'urine protein/creatinine ratio increased', NULL), (2, 'nephrotic syndrome', 10029164),
        (3, 'hypertension', 10020772), (3, 'essential hypertension', 10015488), (3, 'hypertensive crisis', 10020802),
        (3, 'hypertensive encephalopathy', 10020803), (3, 'blood pressure increased', 10005750),
        (3, 'blood pressure systolic increased', NULL), (3, 'blood pressure diastolic increased', NULL)
),

-- The three drugs of the combination: one row an event.
by_drug AS (
    SELECT USUBJID, CAST(IDVARVAL AS DOUBLE) AS AESEQ,
        max(QVAL) FILTER (QNAM = 'AEACNOXA') AS AEACNOXA,
        max(QVAL) FILTER (QNAM = 'AEACNCAP') AS AEACNCAP,
        max(QVAL) FILTER (QNAM = 'AEACNBEV') AS AEACNBEV,
        max(QVAL) FILTER (QNAM = 'AERELOXA') AS AERELOXA,
        max(QVAL) FILTER (QNAM = 'AERELCAP') AS AERELCAP,
        max(QVAL) FILTER (QNAM = 'AERELBEV') AS AERELBEV,
        max(QVAL) FILTER (QNAM = 'AETRTEM') AS AETRTEM
    FROM sdtm.suppae WHERE IDVAR = 'AESEQ' GROUP BY USUBJID, IDVARVAL
),

-- What an event may have lasted: the day of the end at most, death at most, the data cut at most.
bounded AS (
    SELECT ae.*, adsl.* EXCLUDE (STUDYID, USUBJID), dm.RFXSTDTC,
        sas_day_first(AESTDTC) AS first_start,
        least(sas_day_latest(AESTDTC), upper_bound(AESTDTC, sas_day_latest(AEENDTC)),
              upper_bound(AESTDTC, adsl.DTHDT), upper_bound(AESTDTC, limits.cut)) AS last_start,
        least(sas_day_latest(AEENDTC), upper_bound(AEENDTC, adsl.DTHDT), upper_bound(AEENDTC, limits.cut)) AS last_end
    FROM sdtm.ae AS ae
    JOIN qc.adsl AS adsl USING (USUBJID)
    JOIN sdtm.dm AS dm USING (USUBJID)
    CROSS JOIN limits
),
-- A start that is not complete and may be the first dose is the first dose; one that is blank is none other.
dated AS (
    SELECT *,
        CASE
            WHEN length(AESTDTC) >= 10 THEN sas_day(AESTDTC)
            WHEN TRTSDT >= coalesce(first_start, TRTSDT) AND TRTSDT <= last_start THEN TRTSDT
            ELSE first_start
        END AS ASTDT,
        CASE
            WHEN length(AEENDTC) >= 10 THEN sas_day(AEENDTC)
            WHEN AEENDTC <> '' THEN last_end
        END AS AENDT
    FROM bounded
),
judged AS (
    SELECT d.*, b.* EXCLUDE (USUBJID, AESEQ),
        yes_blank(
            ASTDT >= TRTSDT
            AND ASTDT <= coalesce(TRTEDT, ASTDT) + limits.after_treatment
            -- both with hour and minute: before the dose is before the dose
            AND NOT (length(AESTDTC) > 10 AND length(RFXSTDTC) > 10
                AND left(AESTDTC, length(RFXSTDTC)) < left(RFXSTDTC, length(AESTDTC)))) AS TRTEMFL,
        TRY_CAST(AETOXGR AS INTEGER) AS grade,
        CASE
            WHEN AEREL IN ('RELATED', 'PROBABLY RELATED', 'POSSIBLY RELATED') THEN 'RELATED'
            WHEN AEREL = '' THEN ''
            ELSE 'NOT RELATED'
        END AS RELGR1,
        coalesce(AEPTCD IN (SELECT CODE FROM interest WHERE CQ = 1 AND CODE IS NOT NULL), FALSE)
            OR lower(AEDECOD) IN (SELECT PT FROM interest WHERE CQ = 1 AND (CODE IS NULL OR AEPTCD IS NULL)) AS is_cytopenia,
        coalesce(AEPTCD IN (SELECT CODE FROM interest WHERE CQ = 2 AND CODE IS NOT NULL), FALSE)
            OR lower(AEDECOD) IN (SELECT PT FROM interest WHERE CQ = 2 AND (CODE IS NULL OR AEPTCD IS NULL)) AS is_proteinuria,
        coalesce(AEPTCD IN (SELECT CODE FROM interest WHERE CQ = 3 AND CODE IS NOT NULL), FALSE)
            OR lower(AEDECOD) IN (SELECT PT FROM interest WHERE CQ = 3 AND (CODE IS NULL OR AEPTCD IS NULL)) AS is_hypertension
    FROM dated AS d JOIN by_drug AS b USING (USUBJID, AESEQ) CROSS JOIN limits
),
-- Treatment-emergent events in their order within the subject, the body system, the term; by time, and by grade first.
emergent AS (
    SELECT USUBJID, AESEQ,
        row_number() OVER (PARTITION BY USUBJID ORDER BY ASTDT, AESEQ) AS n,
        row_number() OVER (PARTITION BY USUBJID, AEBDSYCD ORDER BY ASTDT, AESEQ) AS n_soc,
        row_number() OVER (PARTITION BY USUBJID, AEPTCD ORDER BY ASTDT, AESEQ) AS n_pt,
        row_number() OVER (PARTITION BY USUBJID ORDER BY grade DESC NULLS LAST, ASTDT, AESEQ) AS worst,
        row_number() OVER (PARTITION BY USUBJID, AEBDSYCD ORDER BY grade DESC NULLS LAST, ASTDT, AESEQ) AS worst_soc,
        row_number() OVER (PARTITION BY USUBJID, AEPTCD ORDER BY grade DESC NULLS LAST, ASTDT, AESEQ) AS worst_pt,
        is_cytopenia AND row_number() OVER (PARTITION BY USUBJID, is_cytopenia ORDER BY ASTDT, AESEQ) = 1 AS cytopenia,
        is_proteinuria AND row_number() OVER (PARTITION BY USUBJID, is_proteinuria ORDER BY ASTDT, AESEQ) = 1 AS proteinuria,
        is_hypertension AND row_number() OVER (PARTITION BY USUBJID, is_hypertension ORDER BY ASTDT, AESEQ) = 1 AS hypertension,
        AESER = 'Y' AND row_number() OVER (PARTITION BY USUBJID, AESER ORDER BY ASTDT, AESEQ) = 1 AS serious
    FROM judged WHERE TRTEMFL = 'Y'
)

SELECT
    j.STUDYID,
    j.USUBJID,
    j.SUBJID,
    j.SITEID,
    j.TRT01P AS TRTP,
    j.TRT01A AS TRTA,
    row_number() OVER (PARTITION BY j.USUBJID ORDER BY j.AEPTCD NULLS FIRST, j.ASTDT NULLS FIRST, j.AESEQ) AS ASEQ,
    j.ASTDT,
    imputed_parts(j.AESTDTC, j.ASTDT) AS ASTDTF,
    j.AENDT,
    imputed_parts(j.AEENDTC, j.AENDT) AS AENDTF,
    relative_day(j.ASTDT, j.TRTSDT) AS ASTDY,
    relative_day(j.AENDT, j.TRTSDT) AS AENDY,
    CASE WHEN j.ASTDT <= j.AENDT THEN j.AENDT - j.ASTDT + 1 END AS ADURN,
    CASE WHEN j.ASTDT <= j.AENDT THEN 'DAYS' ELSE '' END AS ADURU,
    j.TRTEMFL,
    j.AETRTEM,
    j.EPOCH,
    j.AESTDTC,
    j.AEENDTC,
    j.AESTDY,
    j.AEENDY,
    j.AEENRTPT,
    yes_blank(e.n = 1) AS AOCCFL,
    yes_blank(e.n_pt = 1) AS AOCCPFL,
    yes_blank(e.worst = 1) AS AOCCIFL,
    yes_blank(e.worst_pt = 1) AS AOCCPIFL,
    yes_blank(e.cytopenia) AS AOCC01FL,
    yes_blank(e.proteinuria) AS AOCC02FL,
    yes_blank(e.hypertension) AS AOCC03FL,
    yes_blank(e.serious) AS AOCC04FL,
    yes_blank(e.n_soc = 1) AS AOCCSFL,
    yes_blank(e.worst_soc = 1) AS AOCCSIFL,
    j.RELGR1,
    CASE j.RELGR1 WHEN 'NOT RELATED' THEN 1 WHEN 'RELATED' THEN 2 END AS RELGR1N,
    CASE WHEN j.AERELOXA <> '' THEN yes_no(j.AERELOXA NOT IN ('NOT RELATED', 'UNLIKELY RELATED')) ELSE '' END AS RELOXAFL,
    CASE WHEN j.AERELCAP <> '' THEN yes_no(j.AERELCAP NOT IN ('NOT RELATED', 'UNLIKELY RELATED')) ELSE '' END AS RELCAPFL,
    CASE WHEN j.AERELBEV <> '' THEN yes_no(j.AERELBEV NOT IN ('NOT RELATED', 'UNLIKELY RELATED')) ELSE '' END AS RELBEVFL,
    j.AETOXGR AS ATOXGR,
    j.grade AS ATOXGRN,
    CASE WHEN j.grade IN (1, 2) THEN 'GRADE 1-2' WHEN j.grade IN (3, 4, 5) THEN 'GRADE 3-5' ELSE '' END AS TOXGGR1,
    CASE WHEN j.is_cytopenia THEN 'Cytopenia' ELSE '' END AS CQ01NAM,
    CASE WHEN j.is_proteinuria THEN 'Proteinuria' ELSE '' END AS CQ02NAM,
    CASE WHEN j.is_hypertension THEN 'Hypertension' ELSE '' END AS CQ03NAM,
    j.AGE,
    j.AGEGR1,
    j.SEX,
    j.RACE,
    j.FASFL,
    j.EFFFL,
    j.SAFFL,
    j.TRTSDT,
    j.TRTEDT,
    j.AESEQ,
    j.AESPID,
    j.AETERM,
    j.AELLT,
    j.AELLTCD,
    j.AEDECOD,
    j.AEPTCD,
    j.AEHLT,
    j.AEHLTCD,
    j.AEHLGT,
    j.AEHLGTCD,
    j.AEBODSYS,
    j.AEBDSYCD,
    j.AESOC,
    j.AESOCCD,
    j.AESER,
    j.AESCONG,
    j.AESDISAB,
    j.AESDTH,
    j.AESHOSP,
    j.AESLIFE,
    j.AESMIE,
    j.AECONTRT,
    j.AEOUT,
    j.AEACN,
    j.AEACNOXA,
    j.AEACNCAP,
    j.AEACNBEV,
    j.AEREL,
    j.AERELOXA,
    j.AERELCAP,
    j.AERELBEV,
    j.AETOXGR
FROM judged AS j
LEFT JOIN emergent AS e USING (USUBJID, AESEQ)
ORDER BY j.STUDYID, j.USUBJID, j.AEPTCD NULLS FIRST, j.ASTDT NULLS FIRST, j.AESEQ
