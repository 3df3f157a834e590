-- ADTTE: times to event in days, with the reason of each censoring.
-- Sources: ADSL and ADRS of this programming, tumour_schedule, study.yaml. Dates are SAS day numbers.
--
-- CNSR 0 event; 1 no event; 2 new anticancer therapy; 3 no adequate assessment after the first dose;
-- 4 event after two or more missed assessments; 5 no assessment at baseline.
WITH
limits AS (
    SELECT
        (SELECT sas_day(value) FROM spec.study WHERE name = 'DATA_CUT') AS cut,
        2 AS missed          -- so many missed assessments before an event, or more, censor it
),
parameter AS (
    SELECT term AS PARAMCD, decode AS PARAM,
        list_position(['OS', 'PFS', 'DOR', 'TTR', 'PFSS1', 'PFSS2', 'PFSS3'], term) AS PARAMN
    FROM spec.terms WHERE codelist = 'ADTTEPRM'
),
-- What the parameters that stand on tumour assessments take from ADRS, and which rules they apply.
rule (PARAMCD, response, after_therapy, event, therapy, gaps) AS (
    VALUES
        ('PFS',   'OVR',    FALSE, 'progression', 'censors', TRUE),
        ('DOR',   'OVR',    FALSE, 'progression', 'censors', TRUE),
        ('TTR',   'OVR',    FALSE, 'response',    'ignored', FALSE),
        ('PFSS1', 'OVR',    TRUE,  'progression', 'ignored', FALSE),
        ('PFSS2', 'OVR',    FALSE, 'progression', 'event',   TRUE),
        ('PFSS3', 'OVRDER', FALSE, 'progression', 'censors', TRUE)
),

-- Who has the parameter, and from when.
started AS (
    SELECT p.PARAMCD, adsl.USUBJID, adsl.TRTSDT AS STARTDT, adsl.TRTSDTF AS STARTDTF
    FROM parameter AS p, qc.adsl
    WHERE p.PARAMCD <> 'DOR' AND adsl.FASFL = 'Y'
    UNION ALL
    SELECT 'DOR', USUBJID, ADT, ADTF FROM qc.adrs WHERE PARAMCD = 'CRSP' AND AVALC = 'Y'
),

-- Assessments that count for each parameter, up to the data cut.
assessment AS (
    SELECT rule.PARAMCD, a.USUBJID, a.ADT, a.ADTF, a.ASEQ, a.AVALC
    FROM rule CROSS JOIN limits
    JOIN qc.adrs AS a ON a.PARAMCD = rule.response AND a.ADT <= limits.cut
        AND CASE WHEN rule.after_therapy THEN a.ANL02FL ELSE a.ANL01FL END = 'Y'
),
adequate AS (
    SELECT * FROM assessment WHERE AVALC <> 'NE'
),
-- Who was assessed at all after the first dose, be it after new therapy; where new therapy and gaps have no part,
-- adequately.
assessed AS (
    SELECT DISTINCT rule.PARAMCD, a.USUBJID
    FROM rule CROSS JOIN limits
    JOIN qc.adrs AS a ON a.PARAMCD = rule.response AND a.ANL02FL = 'Y' AND a.ADT <= limits.cut
        AND (a.AVALC <> 'NE' OR NOT rule.after_therapy)
),
death AS (
    SELECT adsl.USUBJID, adsl.DTHDT AS ADT, adsl.DTHDTF AS ADTF FROM qc.adsl, limits WHERE adsl.DTHDT <= limits.cut
),
new_therapy AS (
    SELECT adsl.USUBJID, adsl.NEWTRDT AS ADT, adsl.NEWTRDTF AS ADTF FROM qc.adsl, limits WHERE adsl.NEWTRDT <= limits.cut
),

-- The first event of each parameter; of one date, progression before death before new therapy.
event_candidate AS (
    SELECT rule.PARAMCD, a.USUBJID, a.ADT, a.ADTF, 1 AS rank, 'Disease progression' AS EVNTDESC,
        'ADRS' AS SRCDOM, 'ADT' AS SRCVAR, a.ASEQ AS SRCSEQ
    FROM rule JOIN assessment AS a USING (PARAMCD)
    WHERE rule.event = 'progression' AND a.AVALC = 'PD'
    UNION ALL
    SELECT p.PARAMCD, d.USUBJID, d.ADT, d.ADTF, 2, 'Death', 'ADSL', 'DTHDT', NULL
    FROM (SELECT 'OS' AS PARAMCD UNION ALL SELECT PARAMCD FROM rule WHERE event = 'progression') AS p, death AS d
    UNION ALL
    SELECT rule.PARAMCD, n.USUBJID, n.ADT, n.ADTF, 3, 'New anticancer therapy', 'ADSL', 'NEWTRDT', NULL
    FROM rule, new_therapy AS n WHERE rule.therapy = 'event'
    UNION ALL
    SELECT rule.PARAMCD, a.USUBJID, a.ADT, a.ADTF, 1, 'Confirmed response', 'ADRS', 'ADT', a.ASEQ
    FROM rule JOIN qc.adrs AS a ON a.PARAMCD = 'CRSP' AND a.AVALC = 'Y' CROSS JOIN limits
    WHERE rule.event = 'response' AND a.ADT <= limits.cut
),
event AS (
    SELECT * FROM event_candidate
    QUALIFY row_number() OVER (PARTITION BY PARAMCD, USUBJID ORDER BY ADT, rank, SRCSEQ) = 1
),

-- Overall survival: death, or last known alive.
survival AS (
    SELECT s.PARAMCD, s.USUBJID, s.STARTDT,
        CASE WHEN e.USUBJID IS NULL THEN 1 ELSE 0 END AS CNSR,
        coalesce(e.EVNTDESC, 'Alive') AS EVNTDESC,
        CASE WHEN e.USUBJID IS NULL THEN 'Last known alive' ELSE '' END AS CNSDTDSC,
        coalesce(e.ADT, adsl.LSTALVDT) AS ADT, coalesce(e.ADTF, adsl.LSTALVDF) AS ADTF,
        'ADSL' AS SRCDOM, coalesce(e.SRCVAR, 'LSTALVDT') AS SRCVAR
    FROM started AS s JOIN qc.adsl USING (USUBJID)
    LEFT JOIN event AS e ON e.PARAMCD = s.PARAMCD AND e.USUBJID = s.USUBJID
    WHERE s.PARAMCD = 'OS'
),

-- The others: the last adequate assessment before the event, on or before new therapy, and of all.
dated AS (
    SELECT s.PARAMCD, s.USUBJID, s.STARTDT, adsl.TRTSDT, e.ADT AS event_day,
        rule.event, rule.gaps,
        CASE WHEN rule.therapy = 'censors' THEN n.ADT END AS therapy_day,
        (SELECT max(a.ADT) FROM adequate AS a WHERE a.PARAMCD = s.PARAMCD AND a.USUBJID = s.USUBJID) AS last_day,
        (SELECT max(a.ADT) FROM adequate AS a WHERE a.PARAMCD = s.PARAMCD AND a.USUBJID = s.USUBJID
            AND a.ADT < e.ADT) AS last_before_event,
        (SELECT max(a.ADT) FROM adequate AS a WHERE a.PARAMCD = s.PARAMCD AND a.USUBJID = s.USUBJID
            AND a.ADT <= n.ADT) AS last_before_therapy
    FROM started AS s
    JOIN rule USING (PARAMCD)
    JOIN qc.adsl USING (USUBJID)
    LEFT JOIN event AS e ON e.PARAMCD = s.PARAMCD AND e.USUBJID = s.USUBJID
    LEFT JOIN new_therapy AS n ON n.USUBJID = s.USUBJID
),
-- A scheduled assessment is missed when its whole window lies strictly between the last adequate
-- assessment (or the start without one) and the event. Windows are counted from the first dose.
missed AS (
    SELECT d.PARAMCD, d.USUBJID, count(*) AS assessments
    FROM dated AS d JOIN spec.tumour_schedule AS t
        ON d.TRTSDT + t.DAY::INTEGER - 1 - t.WINDOW::INTEGER > coalesce(d.last_before_event, d.STARTDT)
        AND d.TRTSDT + t.DAY::INTEGER - 1 + t.WINDOW::INTEGER < d.event_day
    GROUP BY d.PARAMCD, d.USUBJID
),
-- The first rule that holds. A subject who was never assessed is censored at the first dose, unless an event
-- came before two assessments were missed; this is no matter of gaps.
decided AS (
    SELECT d.*,
        CASE
            WHEN d.event = 'progression' AND a.USUBJID IS NULL
                AND (d.event_day IS NULL OR coalesce(m.assessments, 0) >= limits.missed) THEN 'not assessed'
            WHEN d.therapy_day IS NOT NULL AND (d.event_day IS NULL OR d.therapy_day < d.event_day) THEN 'therapy'
            WHEN d.gaps AND coalesce(m.assessments, 0) >= limits.missed THEN 'gap'
            WHEN d.event_day IS NOT NULL THEN 'event'
            ELSE 'none'
        END AS verdict
    FROM dated AS d CROSS JOIN limits
    LEFT JOIN missed AS m USING (PARAMCD, USUBJID)
    LEFT JOIN assessed AS a USING (PARAMCD, USUBJID)
),
censored AS (
    SELECT PARAMCD, USUBJID, STARTDT, TRTSDT,
        -- Without any adequate assessment there is no gap between two of them.
        CASE WHEN verdict = 'gap' AND last_day IS NULL THEN 'not assessed' ELSE verdict END AS verdict,
        CASE verdict
            WHEN 'not assessed' THEN NULL
            WHEN 'therapy' THEN last_before_therapy
            WHEN 'gap' THEN last_before_event
            ELSE last_day
        END AS assessed_day
    FROM decided WHERE verdict <> 'event'
),
tumour AS (
    SELECT d.PARAMCD, d.USUBJID, d.STARTDT, 0 AS CNSR, e.EVNTDESC, '' AS CNSDTDSC, e.ADT, e.ADTF, e.SRCDOM, e.SRCVAR, e.SRCSEQ
    FROM decided AS d JOIN event AS e USING (PARAMCD, USUBJID)
    WHERE d.verdict = 'event'
    UNION ALL
    -- Censored at an adequate assessment.
    SELECT c.PARAMCD, c.USUBJID, c.STARTDT,
        CASE c.verdict WHEN 'therapy' THEN 2 WHEN 'gap' THEN 4 ELSE 1 END,
        CASE
            WHEN c.verdict = 'therapy' THEN 'New anticancer therapy before an event'
            WHEN c.verdict = 'gap' THEN 'Event after two or more missed tumour assessments'
            WHEN c.PARAMCD = 'TTR' THEN 'No confirmed response'
            ELSE 'No event'
        END,
        'Last adequate tumour assessment', a.ADT, a.ADTF, 'ADRS', 'ADT', a.ASEQ
    FROM censored AS c
    JOIN adequate AS a ON a.PARAMCD = c.PARAMCD AND a.USUBJID = c.USUBJID AND a.ADT = c.assessed_day
    UNION ALL
    -- Censored at the first dose: for new therapy when no adequate assessment came before it, for the gap
    -- when one came only with or after the event, otherwise for what was missing.
    SELECT c.PARAMCD, c.USUBJID, c.STARTDT,
        CASE WHEN c.verdict = 'therapy' THEN 2 WHEN c.verdict = 'gap' THEN 4 WHEN adsl.BASTUFL <> 'Y' THEN 5 ELSE 3 END,
        CASE
            WHEN c.verdict = 'therapy' THEN 'New anticancer therapy before an event'
            WHEN c.verdict = 'gap' THEN 'Event after two or more missed tumour assessments'
            WHEN adsl.BASTUFL <> 'Y' THEN 'No tumour assessment at baseline'
            ELSE 'No adequate tumour assessment after the first dose'
        END,
        'First dose', c.TRTSDT, adsl.TRTSDTF, 'ADSL', 'TRTSDT', NULL
    FROM censored AS c JOIN qc.adsl USING (USUBJID)
    WHERE c.assessed_day IS NULL
),
record AS (
    -- of a subject who was treated on an unknown day nothing is censored at the first dose: there is no date to
    SELECT * REPLACE (
        CASE WHEN ADT IS NOT NULL THEN CNSR END AS CNSR,
        CASE WHEN ADT IS NULL THEN '' ELSE EVNTDESC END AS EVNTDESC,
        CASE WHEN ADT IS NULL THEN '' ELSE CNSDTDSC END AS CNSDTDSC,
        CASE WHEN ADT IS NULL THEN '' ELSE SRCDOM END AS SRCDOM,
        CASE WHEN ADT IS NULL THEN '' ELSE SRCVAR END AS SRCVAR)
    FROM (FROM survival UNION ALL BY NAME FROM tumour)
)

SELECT
    adsl.STUDYID,
    r.USUBJID,
    row_number() OVER (PARTITION BY r.USUBJID ORDER BY r.PARAMCD) AS ASEQ,
    adsl.TRT01P AS TRTP,
    adsl.TRT01A AS TRTA,
    parameter.PARAM,
    r.PARAMCD,
    r.ADT - r.STARTDT + 1 AS AVAL,
    r.STARTDT,
    start.STARTDTF,
    r.CNSR,
    r.EVNTDESC,
    r.CNSDTDSC,
    r.ADT,
    r.ADTF,
    r.SRCDOM,
    r.SRCVAR,
    r.SRCSEQ,
    adsl.SUBJID,
    adsl.SITEID,
    parameter.PARAMN,
    adsl.AGE,
    adsl.SEX,
    adsl.FASFL,
    adsl.EFFFL,
    adsl.SAFFL
FROM record AS r
JOIN started AS start USING (PARAMCD, USUBJID)
JOIN qc.adsl AS adsl USING (USUBJID)
JOIN parameter ON parameter.PARAMCD = r.PARAMCD
ORDER BY adsl.STUDYID, r.USUBJID, r.PARAMCD
