-- ADRS: tumour responses by visit (as the investigator stated them, and derived again from the
-- lesions) and responses by subject.
-- Sources: RS and TR, ADSL of this programming, study.yaml. Dates are SAS day numbers.
WITH
limits AS (
    SELECT
        (SELECT sas_day(value) FROM spec.study WHERE name = 'DATA_CUT') AS cut,
        42 AS sd_minimum,            -- days from the first dose to a stable disease that counts
        28 AS confirmation,          -- days to the assessment that confirms a response
        1 AS ne_allowed,             -- not evaluable assessments between the two
        10 AS normal_node,           -- mm, short axis: below this a node is no tumour
        5 AS pd_absolute,            -- mm above the nadir
        1.2 AS pd_relative,          -- times the nadir
        0.7 AS pr_relative           -- times the baseline
),
grade (AVALC, best, worst) AS (
    VALUES ('CR', 1, 1), ('PR', 2, 2), ('SD', 3, 3), ('NON-CR/NON-PD', 4, 4), ('PD', 5, 5), ('NE', 6, 0), ('MISSING', 7, NULL)
),
parameter AS (
    SELECT term AS PARAMCD, decode AS PARAM,
        list_position(['OVR', 'OVRDER', 'PD', 'RSP', 'CRSP', 'BOR', 'CBOR', 'ORR', 'DCR', 'LSTA', 'DEATH',
            'DBOR', 'DCBOR', 'DORR'], term) AS PARAMN
    FROM spec.terms WHERE codelist = 'ADRSPARM'
),

-- 1. The investigator's overall response. A date without a day counts as the last of its month.
ovr AS (
    SELECT USUBJID, 'OVR' AS PARAMCD, VISIT AS AVISIT, VISITNUM AS AVISITN,
        sas_day_high(RSDTC) AS ADT,
        imputed_day(sas_day_high(RSDTC), sas_day(RSDTC)) AS ADTF,
        RSSTRESC AS AVALC, 'RS' AS SRCDOM, 'RSSTRESC' AS SRCVAR, RSSEQ AS SRCSEQ
    FROM sdtm.rs
    WHERE RSTESTCD = 'OVRLRESP' AND RSCAT = 'RECIST 1.1' AND RSEVAL = 'INVESTIGATOR'
),

-- 2. The response derived from the lesions. Sizes are decimal numbers, so that a sum at exactly 20% above the nadir is
-- not missed by a rounding of floating point; sums have three decimals.
lesion AS (
    SELECT * REPLACE (CAST(size AS DECIMAL(15, 6)) AS size, before_treatment = 1 AS before_treatment) FROM qc._lesions
),
baseline AS (
    SELECT * FROM lesion WHERE before_treatment AND TRGRPID IN ('TARGET', 'NON-TARGET')
    QUALIFY row_number() OVER (PARTITION BY USUBJID, TRLNKID ORDER BY first_day DESC, TRSEQ DESC) = 1
),
assessed AS (
    SELECT * FROM lesion WHERE NOT before_treatment
),
visit AS (
    SELECT USUBJID, VISITNUM, any_value(VISIT) AS VISIT, min(day) AS ADT, min(complete_day) AS complete_day,
        min(TRSEQ) AS TRSEQ,         -- the visit's first lesion stands for all of them
        row_number() OVER (PARTITION BY USUBJID ORDER BY min(day), VISITNUM) AS nth
    FROM assessed GROUP BY USUBJID, VISITNUM
),
-- A new lesion counts from its first scan on which it is equivocal, once a later scan up to the data cut is certain.
new_state AS (
    SELECT a.USUBJID, visit.nth, a.TRLNKID, a.TRSTRESC,
        max(visit.nth) FILTER (a.TRSTRESC = 'UNEQUIVOCAL' AND a.day <= limits.cut)
            OVER (PARTITION BY a.USUBJID, a.TRLNKID) AS certain_at
    FROM assessed AS a CROSS JOIN limits JOIN visit USING (USUBJID, VISITNUM)
    WHERE a.TRGRPID = 'NEW'
),
new_lesion AS (
    SELECT USUBJID, nth,
        coalesce(min(TRLNKID) FILTER (TRSTRESC = 'UNEQUIVOCAL'), min(TRLNKID)) AS NEWLSN
    FROM new_state
    WHERE TRSTRESC = 'UNEQUIVOCAL' OR (TRSTRESC = 'EQUIVOCAL' AND nth < certain_at)
    GROUP BY USUBJID, nth
),
-- One row for each lesion that was there at baseline (or fragment of one that split) and each later visit;
-- empty when not assessed.
followed AS (
    SELECT visit.USUBJID, visit.nth, b.TRGRPID, b.TRLNKID, coalesce(a.TRLNKID, b.TRLNKID) AS name, a.size, a.TRSTRESC,
        b.size AS baseline_size,
        coalesce(a.size = 0 OR (b.TRTESTCD = 'LPERP' AND a.size < limits.normal_node), FALSE) AS gone
    FROM visit CROSS JOIN limits
    JOIN baseline AS b ON b.USUBJID = visit.USUBJID
    LEFT JOIN assessed AS a ON a.USUBJID = visit.USUBJID AND a.VISITNUM = visit.VISITNUM AND a.TRGRPID = b.TRGRPID
        AND (a.TRLNKID = b.TRLNKID OR (a.TRGRPID = 'TARGET' AND starts_with(a.TRLNKID, b.TRLNKID)
            AND regexp_full_match(substr(a.TRLNKID, length(b.TRLNKID) + 1), '[-._].+|[A-Za-z]')))
),
baseline_sum AS (
    SELECT USUBJID, CASE WHEN bool_and(size IS NOT NULL) THEN round(sum(size), 3) END AS complete_sum
    FROM baseline WHERE TRGRPID = 'TARGET' GROUP BY USUBJID
),
target_sum AS (
    SELECT USUBJID, nth, round(sum(size), 3) AS total, bool_or(size IS NULL) AS incomplete, bool_and(gone) AS all_gone,
        bool_or(size > 0 AND NOT gone) AS some_there,
        min(name) FILTER (size IS NULL) AS first_missing, min(name) FILTER (size > 0 AND NOT gone) AS first_there,
        min(name) FILTER (baseline_size IS NULL) AS first_unsized
    FROM followed WHERE TRGRPID = 'TARGET' GROUP BY USUBJID, nth
),
target_nadir AS (
    SELECT t.*, b.complete_sum AS baseline_sum,
        least(b.complete_sum, min(CASE WHEN NOT incomplete THEN total END) OVER (
            PARTITION BY USUBJID ORDER BY nth ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS nadir
    FROM target_sum AS t JOIN baseline_sum AS b USING (USUBJID)
),
-- Non-target lesions: those of the baseline, and any other that has a state at the visit; when each was first seen.
non_target_state AS (
    SELECT USUBJID, nth, TRLNKID, coalesce(TRSTRESC, '') AS state, 0 AS since FROM followed WHERE TRGRPID = 'NON-TARGET'
    UNION ALL
    SELECT a.USUBJID, visit.nth, a.TRLNKID, a.TRSTRESC, min(visit.nth) OVER (PARTITION BY a.USUBJID, a.TRLNKID)
    FROM assessed AS a ANTI JOIN baseline AS b USING (USUBJID, TRGRPID, TRLNKID)
    JOIN visit USING (USUBJID, VISITNUM)
    WHERE a.TRGRPID = 'NON-TARGET' AND a.TRSTRESC <> ''
),
non_target_gone AS (
    SELECT USUBJID, nth, bool_and(state = 'ABSENT') AS all_gone FROM non_target_state GROUP BY USUBJID, nth
),
-- The last earlier visit at which all disease was gone: after it any lesion that is there again is progression.
course AS (
    SELECT visit.*, new_lesion.nth IS NOT NULL AS new_lesion, new_lesion.NEWLSN,
        (t.nth IS NOT NULL OR n.nth IS NOT NULL) AND coalesce(t.all_gone, TRUE) AND coalesce(n.all_gone, TRUE)
            AND new_lesion.nth IS NULL AS complete,
        max(CASE WHEN complete THEN visit.nth END) OVER (
            PARTITION BY visit.USUBJID ORDER BY visit.nth ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS complete_at
    FROM visit
    LEFT JOIN target_sum AS t USING (USUBJID, nth)
    LEFT JOIN non_target_gone AS n USING (USUBJID, nth)
    LEFT JOIN new_lesion USING (USUBJID, nth)
),
target AS (
    SELECT USUBJID, nth, CASE WHEN NOT t.incomplete THEN t.total END AS total, t.nadir,
        CASE
            WHEN t.all_gone THEN 'ALL GONE'
            WHEN course.complete_at IS NOT NULL AND t.some_there THEN 'BACK AFTER CR'
            WHEN t.total >= limits.pd_relative * t.nadir AND t.total >= t.nadir + limits.pd_absolute THEN 'ABOVE NADIR'
            WHEN t.incomplete THEN 'NOT ASSESSED'
            WHEN t.baseline_sum IS NULL THEN 'NO BASELINE'
            WHEN t.total <= limits.pr_relative * t.baseline_sum THEN 'BELOW BASELINE'
            ELSE 'NO OTHER RULE'
        END AS rule,
        CASE rule WHEN 'ALL GONE' THEN 'CR' WHEN 'BACK AFTER CR' THEN 'PD' WHEN 'ABOVE NADIR' THEN 'PD'
            WHEN 'BELOW BASELINE' THEN 'PR' WHEN 'NO OTHER RULE' THEN 'SD' ELSE 'NE' END AS response,
        CASE rule WHEN 'BACK AFTER CR' THEN t.first_there WHEN 'NOT ASSESSED' THEN t.first_missing
            WHEN 'NO BASELINE' THEN t.first_unsized END AS lesion
    FROM target_nadir AS t JOIN course USING (USUBJID, nth) CROSS JOIN limits
),
non_target AS (
    SELECT s.USUBJID, s.nth,
        min(s.TRLNKID) FILTER (s.state = 'UNEQUIVOCAL PROGRESSION') AS first_worse,
        min(s.TRLNKID) FILTER (s.state NOT IN ('', 'ABSENT') AND s.since <= coalesce(course.complete_at, -1)) AS first_back,
        min(s.TRLNKID) FILTER (s.state = '') AS first_missing,
        CASE
            WHEN first_worse IS NOT NULL THEN 'PROGRESSION'
            WHEN first_back IS NOT NULL THEN 'BACK AFTER CR'
            WHEN first_missing IS NOT NULL THEN 'NOT ASSESSED'
            WHEN bool_and(s.state = 'ABSENT') THEN 'ALL GONE'
            ELSE 'NO OTHER RULE'
        END AS rule,
        CASE rule WHEN 'PROGRESSION' THEN 'PD' WHEN 'BACK AFTER CR' THEN 'PD' WHEN 'NOT ASSESSED' THEN 'NE'
            WHEN 'ALL GONE' THEN 'CR' ELSE 'NON-CR/NON-PD' END AS response,
        coalesce(first_worse, first_back, first_missing) AS lesion
    FROM non_target_state AS s JOIN course USING (USUBJID, nth) GROUP BY s.USUBJID, s.nth
),
ovrder AS (
    SELECT course.USUBJID, 'OVRDER' AS PARAMCD, course.VISIT AS AVISIT, course.VISITNUM AS AVISITN, course.ADT,
        imputed_day(course.ADT, course.complete_day) AS ADTF,
        CASE
            WHEN course.new_lesion OR target.response = 'PD' OR non_target.response = 'PD' THEN 'PD'
            WHEN target.response IS NULL THEN coalesce(non_target.response, 'NE')
            WHEN target.response = 'CR' AND non_target.response IN ('NON-CR/NON-PD', 'NE') THEN 'PR'
            ELSE target.response
        END AS AVALC,
        'TR' AS SRCDOM, 'TRSTRESC' AS SRCVAR, course.TRSEQ AS SRCSEQ,
        coalesce(target.response, '') AS TRGRESP, coalesce(non_target.response, '') AS NTRGRESP,
        yes_no(course.new_lesion) AS NEWLFL,
        target.total AS SUMDIAM, target.nadir AS NADIR,
        target.rule AS TRGRULE, non_target.rule AS NTRGRULE,
        target.lesion AS TRGLSN, non_target.lesion AS NTRGLSN, course.NEWLSN
    FROM course
    LEFT JOIN target USING (USUBJID, nth)
    LEFT JOIN non_target USING (USUBJID, nth)
),

-- Which assessments count. ANL02FL: from the first dose to the data cut, the worst of a day (NE only
-- when there is nothing else; a tie goes to the later source record), up to the first PD, and only with tumours known at baseline.
-- ANL01FL: of these the ones not after new anticancer therapy.
by_visit AS (
    SELECT * FROM ovr UNION ALL BY NAME SELECT * FROM ovrder
),
eligible AS (
    SELECT v.USUBJID, v.PARAMCD, v.ADT, v.SRCSEQ, v.AVALC, adsl.NEWTRDT
    FROM by_visit AS v JOIN qc.adsl USING (USUBJID) JOIN grade USING (AVALC) CROSS JOIN limits
    WHERE adsl.BASTUFL = 'Y' AND v.ADT BETWEEN adsl.TRTSDT AND limits.cut
    QUALIFY row_number() OVER (PARTITION BY v.USUBJID, v.PARAMCD, v.ADT ORDER BY grade.worst DESC, v.SRCSEQ DESC) = 1
),
up_to_pd AS (
    SELECT * FROM eligible
    QUALIFY ADT <= coalesce(min(ADT) FILTER (AVALC = 'PD') OVER (PARTITION BY USUBJID, PARAMCD), ADT)
),
flagged AS (
    SELECT v.*,
        CASE WHEN u.USUBJID IS NOT NULL THEN 'Y' ELSE '' END AS ANL02FL,
        CASE WHEN u.USUBJID IS NOT NULL AND (u.NEWTRDT IS NULL OR u.ADT <= u.NEWTRDT) THEN 'Y' ELSE '' END AS ANL01FL
    FROM by_visit AS v LEFT JOIN up_to_pd AS u USING (USUBJID, PARAMCD, ADT, SRCSEQ)
),

-- Responses by subject stand on the investigator's assessments that count; DBOR, DCBOR and DORR on the derived.
counted_by AS (
    SELECT PARAMCD AS stated_in, USUBJID, ADT, ADTF, AVALC, SRCDOM, SRCVAR, SRCSEQ FROM flagged WHERE ANL01FL = 'Y'
),
counted AS (
    SELECT * EXCLUDE stated_in FROM counted_by WHERE stated_in = 'OVR'
),
treated AS (
    SELECT USUBJID, TRTSDT FROM qc.adsl WHERE SAFFL = 'Y'
),
-- A response and a later assessment that could confirm it, with what stands between the two.
pair AS (
    SELECT r.stated_in, r.USUBJID, r.ADT, r.AVALC, c.ADT AS confirmed_on, c.AVALC AS confirmed_by,
        count(*) FILTER (m.AVALC = 'NE') AS between_ne,
        count(*) FILTER (m.AVALC = 'PR') AS between_pr,
        count(*) FILTER (m.AVALC NOT IN ('CR', 'PR', 'NE')) AS between_other,
        min(m.ADT) FILTER (m.AVALC = 'CR') AS first_cr,
        max(m.ADT) FILTER (m.AVALC = 'PR') AS last_pr
    FROM counted_by AS r CROSS JOIN limits
    JOIN counted_by AS c ON c.stated_in = r.stated_in AND c.USUBJID = r.USUBJID AND c.ADT >= r.ADT + limits.confirmation
    LEFT JOIN counted_by AS m ON m.stated_in = r.stated_in AND m.USUBJID = r.USUBJID AND m.ADT > r.ADT AND m.ADT < c.ADT
    WHERE r.AVALC IN ('CR', 'PR') AND c.AVALC IN ('CR', 'PR')
    GROUP BY ALL
),
confirmed AS (
    SELECT DISTINCT stated_in, USUBJID, ADT, AVALC
    FROM pair CROSS JOIN limits
    WHERE between_ne <= limits.ne_allowed AND between_other = 0
        AND CASE AVALC
            WHEN 'CR' THEN confirmed_by = 'CR' AND between_pr = 0
            ELSE first_cr IS NULL OR (confirmed_by = 'CR' AND (last_pr IS NULL OR last_pr < first_cr))
        END
),
-- Each way in which an assessment may give the best response; the best wins, then the earliest.
parameter_by (PARAMCD, stated_in, confirmed_only) AS (
    VALUES ('BOR', 'OVR', FALSE), ('CBOR', 'OVR', TRUE), ('DBOR', 'OVRDER', FALSE), ('DCBOR', 'OVRDER', TRUE)
),
best_candidate AS (
    SELECT p.PARAMCD, c.USUBJID, c.AVALC, c.ADT
    FROM parameter_by AS p JOIN counted_by AS c ON c.stated_in = p.stated_in AND NOT p.confirmed_only AND c.AVALC IN ('CR', 'PR')
    UNION ALL
    SELECT p.PARAMCD, c.USUBJID, c.AVALC, c.ADT FROM parameter_by AS p JOIN confirmed AS c ON c.stated_in = p.stated_in AND p.confirmed_only
    UNION ALL
    SELECT p.PARAMCD, c.USUBJID, CASE c.AVALC WHEN 'NON-CR/NON-PD' THEN c.AVALC ELSE 'SD' END, c.ADT
    FROM parameter_by AS p JOIN counted_by AS c ON c.stated_in = p.stated_in JOIN treated USING (USUBJID) CROSS JOIN limits
    WHERE c.AVALC IN ('CR', 'PR', 'SD', 'NON-CR/NON-PD') AND c.ADT >= treated.TRTSDT + limits.sd_minimum
    UNION ALL
    SELECT p.PARAMCD, c.USUBJID, 'PD', c.ADT FROM parameter_by AS p JOIN counted_by AS c ON c.stated_in = p.stated_in WHERE c.AVALC = 'PD'
    UNION ALL
    SELECT p.PARAMCD, c.USUBJID, 'NE', c.ADT FROM parameter_by AS p JOIN counted_by AS c ON c.stated_in = p.stated_in
    UNION ALL
    SELECT p.PARAMCD, t.USUBJID, 'MISSING', NULL FROM parameter_by AS p, treated AS t
),
best AS (
    SELECT b.PARAMCD, b.USUBJID, b.AVALC, b.ADT
    FROM best_candidate AS b JOIN grade USING (AVALC)
    QUALIFY row_number() OVER (PARTITION BY b.PARAMCD, b.USUBJID ORDER BY grade.best, b.ADT) = 1
),
-- The date that decides each parameter with a Y or N answer; no row means N.
decided AS (
    SELECT 'PD' AS PARAMCD, USUBJID, min(ADT) AS ADT FROM counted WHERE AVALC = 'PD' GROUP BY USUBJID
    UNION ALL
    SELECT 'RSP', USUBJID, min(ADT) FROM counted WHERE AVALC IN ('CR', 'PR') GROUP BY USUBJID
    UNION ALL
    SELECT 'CRSP', USUBJID, min(ADT) FROM confirmed WHERE stated_in = 'OVR' GROUP BY USUBJID
    UNION ALL
    SELECT 'ORR', USUBJID, ADT FROM best WHERE PARAMCD = 'CBOR' AND AVALC IN ('CR', 'PR')
    UNION ALL
    SELECT 'DORR', USUBJID, ADT FROM best WHERE PARAMCD = 'DCBOR' AND AVALC IN ('CR', 'PR')
    UNION ALL
    SELECT 'DCR', USUBJID, ADT FROM best WHERE PARAMCD = 'CBOR' AND AVALC IN ('CR', 'PR', 'SD', 'NON-CR/NON-PD')
    UNION ALL
    SELECT 'LSTA', USUBJID, max(ADT) FROM counted WHERE AVALC <> 'NE' GROUP BY USUBJID
),
answered AS (
    SELECT p.PARAMCD, t.USUBJID, yes_no(d.USUBJID IS NOT NULL) AS AVALC, d.ADT
    FROM (VALUES ('PD'), ('RSP'), ('CRSP'), ('ORR'), ('DORR'), ('DCR'), ('LSTA')) AS p (PARAMCD)
    CROSS JOIN treated AS t
    LEFT JOIN decided AS d ON d.PARAMCD = p.PARAMCD AND d.USUBJID = t.USUBJID
),
by_subject AS (
    SELECT s.PARAMCD, s.USUBJID, s.AVALC, s.ADT, c.ADTF, c.SRCDOM, c.SRCVAR, c.SRCSEQ
    FROM (FROM answered UNION ALL BY NAME FROM best) AS s
    LEFT JOIN counted_by AS c ON c.stated_in = CASE WHEN s.PARAMCD IN ('DBOR', 'DCBOR', 'DORR') THEN 'OVRDER' ELSE 'OVR' END
        AND c.USUBJID = s.USUBJID AND c.ADT = s.ADT
    UNION ALL BY NAME
    SELECT 'DEATH' AS PARAMCD, USUBJID, DTHCUTFL AS AVALC,
        CASE WHEN DTHCUTFL = 'Y' THEN DTHDT END AS ADT,
        CASE WHEN DTHCUTFL = 'Y' THEN DTHDTF END AS ADTF,
        CASE WHEN DTHCUTFL = 'Y' THEN 'ADSL' END AS SRCDOM,
        CASE WHEN DTHCUTFL = 'Y' THEN 'DTHDT' END AS SRCVAR
    FROM qc.adsl WHERE SAFFL = 'Y'
),
record AS (
    SELECT *, 'Response by visit' AS PARCAT1 FROM flagged
    UNION ALL BY NAME
    SELECT *, 'Response by subject' AS PARCAT1, 'Y' AS ANL01FL, '' AS ANL02FL FROM by_subject
)

SELECT
    adsl.STUDYID,
    r.USUBJID,
    adsl.SUBJID,
    adsl.SITEID,
    row_number() OVER (
        PARTITION BY r.USUBJID
        ORDER BY r.PARAMCD, r.ADT NULLS FIRST, r.AVISITN NULLS FIRST, r.SRCSEQ NULLS FIRST) AS ASEQ,
    adsl.TRT01P AS TRTP,
    adsl.TRT01A AS TRTA,
    r.ADT,
    r.ADT - adsl.TRTSDT + CASE WHEN r.ADT >= adsl.TRTSDT THEN 1 ELSE 0 END AS ADY,
    coalesce(r.ADTF, '') AS ADTF,
    coalesce(r.AVISIT, '') AS AVISIT,
    r.AVISITN,
    parameter.PARAM,
    r.PARAMCD,
    coalesce(r.TRGRESP, '') AS TRGRESP,
    coalesce(r.NTRGRESP, '') AS NTRGRESP,
    coalesce(r.NEWLFL, '') AS NEWLFL,
    CAST(r.SUMDIAM AS DOUBLE) AS SUMDIAM,
    CAST(r.NADIR AS DOUBLE) AS NADIR,
    coalesce(r.TRGRULE, '') AS TRGRULE,
    coalesce(r.NTRGRULE, '') AS NTRGRULE,
    coalesce(r.TRGLSN, '') AS TRGLSN,
    coalesce(r.NTRGLSN, '') AS NTRGLSN,
    coalesce(r.NEWLSN, '') AS NEWLSN,
    parameter.PARAMN,
    r.PARCAT1,
    CASE r.AVALC WHEN 'Y' THEN 1 WHEN 'N' THEN 0 ELSE grade.best END AS AVAL,
    r.AVALC,
    r.ANL01FL,
    r.ANL02FL,
    coalesce(r.SRCDOM, '') AS SRCDOM,
    coalesce(r.SRCVAR, '') AS SRCVAR,
    r.SRCSEQ,
    adsl.FASFL,
    adsl.EFFFL,
    adsl.SAFFL,
    adsl.TRTSDT
FROM record AS r
JOIN qc.adsl AS adsl USING (USUBJID)
JOIN parameter ON parameter.PARAMCD = r.PARAMCD
LEFT JOIN grade ON grade.AVALC = r.AVALC
ORDER BY adsl.STUDYID, r.USUBJID, r.PARAMCD, r.ADT NULLS FIRST, r.AVISITN NULLS FIRST, r.SRCSEQ NULLS FIRST
