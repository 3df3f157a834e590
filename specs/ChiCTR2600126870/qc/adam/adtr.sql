-- ADTR: target lesions as they were measured, one row a lesion and assessment, and their sums, one row an assessment.
-- Sources: the lesions of this programming (_lesions), TU, ADRS and ADSL of this programming.
WITH
lesion AS (
    SELECT l.* REPLACE (CAST(l.size AS DECIMAL(15, 6)) AS size)
    FROM qc._lesions AS l
),
-- What the baseline has of each target lesion: its last record up to the first dose.
baseline AS (
    SELECT *, CASE WHEN complete_day IS DISTINCT FROM first_day THEN 'D' ELSE '' END AS ADTF
    FROM lesion WHERE before_treatment = 1 AND TRGRPID = 'TARGET'
    QUALIFY row_number() OVER (PARTITION BY USUBJID, TRLNKID ORDER BY first_day DESC, TRSEQ DESC) = 1
),
-- The axis of a lesion that TU does not tell is that of its first measurement.
axis AS (
    SELECT USUBJID, TRLNKID, coalesce(nullif(axis, ''), arg_min(TRTESTCD, first_day) FILTER (size IS NOT NULL)) AS axis
    FROM lesion WHERE TRGRPID = 'TARGET' GROUP BY USUBJID, TRLNKID, axis
),
-- An assessment is what was seen at one visit after the first dose; its day is the earliest of its lesions, its number
-- the lowest.
assessment AS (
    SELECT USUBJID, VISITNUM, any_value(VISIT) AS VISIT, min(day) AS ADT, min(complete_day) AS complete_day, min(TRSEQ) AS TRSEQ
    FROM lesion WHERE before_treatment = 0 GROUP BY USUBJID, VISITNUM
),
-- Each target lesion of the baseline (or each fragment of one that split) at each assessment, empty when not recorded.
seen AS (
    SELECT a.USUBJID, a.VISITNUM, b.TRLNKID AS of_lesion, l.TRLNKID, l.TRSEQ, l.VISIT, l.day, l.complete_day, l.size
    FROM assessment AS a JOIN baseline AS b USING (USUBJID)
    LEFT JOIN lesion AS l ON l.USUBJID = a.USUBJID AND l.VISITNUM = a.VISITNUM AND l.before_treatment = 0
        AND l.TRGRPID = 'TARGET' AND (l.TRLNKID = b.TRLNKID OR (starts_with(l.TRLNKID, b.TRLNKID)
            AND regexp_full_match(substr(l.TRLNKID, length(b.TRLNKID) + 1), '[-._].+|[A-Za-z]')))
),
measured AS (
    SELECT b.USUBJID, axis.axis AS TRTESTCD, b.TRLNKID, b.VISIT, b.VISITNUM, b.first_day AS ADT, b.ADTF, b.size AS AVAL,
        b.TRSEQ, 'Y' AS ABLFL, 0 AS later
    FROM baseline AS b LEFT JOIN axis USING (USUBJID, TRLNKID)
    UNION ALL
    SELECT s.USUBJID, axis.axis, s.TRLNKID, s.VISIT, s.VISITNUM, s.day,
        CASE WHEN s.complete_day IS DISTINCT FROM s.day THEN 'D' ELSE '' END, s.size, s.TRSEQ, '',
        CAST(s.TRLNKID <> s.of_lesion AS INTEGER)
    FROM seen AS s LEFT JOIN axis ON axis.USUBJID = s.USUBJID AND axis.TRLNKID = s.of_lesion
    WHERE s.TRLNKID IS NOT NULL
),
-- A sum needs every lesion; it has three decimals.
summed AS (
    SELECT USUBJID, 'SDIAM' AS PARAMCD, '' AS TRTESTCD, '' AS TRLNKID, arg_min(VISIT, TRSEQ) AS VISIT, arg_min(VISITNUM, TRSEQ) AS VISITNUM,
        min(first_day) AS ADT, CASE WHEN min(complete_day) IS DISTINCT FROM min(first_day) THEN 'D' ELSE '' END AS ADTF,
        CASE WHEN bool_and(size IS NOT NULL) THEN round(sum(size), 3) END AS AVAL, min(TRSEQ) AS TRSEQ, 'Y' AS ABLFL
    FROM baseline GROUP BY USUBJID
    UNION ALL
    SELECT a.USUBJID, 'SDIAM', '', '', a.VISIT, a.VISITNUM, a.ADT,
        CASE WHEN a.complete_day IS DISTINCT FROM a.ADT THEN 'D' ELSE '' END, t.total, a.TRSEQ, ''
    FROM assessment AS a JOIN (
        SELECT USUBJID, VISITNUM, CASE WHEN bool_and(size IS NOT NULL) THEN round(sum(size), 3) END AS total
        FROM seen GROUP BY USUBJID, VISITNUM) AS t USING (USUBJID, VISITNUM)
),
both_levels AS (
    -- Lesions are numbered by name, those of the baseline first.
    SELECT * EXCLUDE later, 'TL' || LSNNUM AS PARAMCD, FALSE AS is_sum
    FROM (SELECT *, dense_rank() OVER (PARTITION BY USUBJID ORDER BY later, TRLNKID) AS LSNNUM FROM measured)
    UNION ALL BY NAME
    SELECT *, TRUE AS is_sum FROM summed
),
compared AS (
    SELECT *,
        max(AVAL) FILTER (ABLFL = 'Y') OVER (PARTITION BY USUBJID, PARAMCD) AS BASE,
        min(AVAL) OVER (PARTITION BY USUBJID, PARAMCD ORDER BY nth RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS NADIR
    FROM (
        SELECT *, dense_rank() OVER (PARTITION BY USUBJID, PARAMCD ORDER BY ADT, VISITNUM) AS nth FROM both_levels)
),
-- What counts for the best change: after the baseline, up to the first progression that counts and new anticancer therapy.
counts AS (
    SELECT c.*,
        CASE WHEN c.ABLFL = '' AND c.ADT <= coalesce(least(pd.ADT, adsl.NEWTRDT), c.ADT) THEN 'Y' ELSE '' END AS ANL01FL,
        CAST(100 * (c.AVAL - c.BASE) AS DOUBLE) / nullif(c.BASE, 0) AS PCHG
    FROM compared AS c JOIN qc.adsl AS adsl USING (USUBJID)
    LEFT JOIN (SELECT USUBJID, ADT FROM qc.adrs WHERE PARAMCD = 'PD' AND AVALC = 'Y') AS pd USING (USUBJID)
),
best AS (
    SELECT USUBJID, TRSEQ, ADT, VISITNUM FROM counts
    WHERE is_sum AND ANL01FL = 'Y' AND PCHG IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY USUBJID ORDER BY AVAL, ADT, VISITNUM) = 1
)

SELECT
    adsl.STUDYID,
    c.USUBJID,
    adsl.SUBJID,
    adsl.SITEID,
    row_number() OVER (PARTITION BY c.USUBJID ORDER BY c.PARAMCD, c.TRLNKID, c.ADT, c.VISITNUM, c.TRSEQ) AS ASEQ,
    adsl.TRT01P AS TRTP,
    adsl.TRT01A AS TRTA,
    c.ADT,
    c.ADT - adsl.TRTSDT + CASE WHEN c.ADT >= adsl.TRTSDT THEN 1 ELSE 0 END AS ADY,
    c.ADTF,
    c.VISIT AS AVISIT,
    c.VISITNUM AS AVISITN,
    CASE WHEN c.is_sum THEN 'Sum of Diameters of Target Lesions (mm)'
        ELSE 'Diameter of Target Lesion ' || c.LSNNUM || ' (mm)' END AS PARAM,
    c.PARAMCD,
    coalesce(c.LSNNUM, 0) + 1 AS PARAMN,
    'INVESTIGATOR' AS TREVAL,
    c.LSNNUM,
    c.TRTESTCD,
    CASE WHEN c.AVAL IS NULL THEN 'NOT DONE' ELSE '' END AS TRSTAT,
    CASE WHEN c.is_sum THEN '' ELSE coalesce(tr.TRREASND, '') END AS TRREASND,
    c.TRLNKID,
    CASE WHEN c.is_sum THEN '' ELSE coalesce(tu.TULOC, '') END AS TULOC,
    CASE WHEN c.is_sum THEN '' ELSE coalesce(tu.TULAT, '') END AS TULAT,
    CASE WHEN c.is_sum THEN 'Sum of target lesions' ELSE 'Target lesion' END AS PARCAT1,
    'RECIST 1.1' AS PARCAT2,
    CAST(c.AVAL AS DOUBLE) AS AVAL,
    CAST(c.BASE AS DOUBLE) AS BASE,
    CAST(c.AVAL - c.BASE AS DOUBLE) AS CHG,
    c.PCHG,
    CAST(c.NADIR AS DOUBLE) AS NADIR,
    CAST(c.AVAL - c.NADIR AS DOUBLE) AS CHGNAD,
    CAST(100 * (c.AVAL - c.NADIR) AS DOUBLE) / nullif(c.NADIR, 0) AS PCHGNAD,
    CASE WHEN c.is_sum THEN 'At least 30% below baseline' ELSE '' END AS CRIT1,
    CASE WHEN c.is_sum THEN 'At least 20% and 5 mm above nadir' ELSE '' END AS CRIT2,
    CASE WHEN NOT c.is_sum OR c.AVAL IS NULL OR c.BASE IS NULL THEN ''
        WHEN c.AVAL < c.BASE AND c.AVAL <= 0.7 * c.BASE THEN 'Y' ELSE 'N' END AS CRIT1FL,
    CASE WHEN NOT c.is_sum OR c.AVAL IS NULL OR c.NADIR IS NULL THEN ''
        WHEN c.AVAL >= 1.2 * c.NADIR AND c.AVAL >= c.NADIR + 5 THEN 'Y' ELSE 'N' END AS CRIT2FL,
    c.ABLFL,
    c.ANL01FL,
    CASE WHEN c.is_sum AND best.USUBJID IS NOT NULL THEN 'Y' ELSE '' END AS ANL02FL,
    'TR' AS SRCDOM,
    CASE WHEN c.is_sum THEN '' ELSE 'TRSTRESN' END AS SRCVAR,
    c.TRSEQ AS SRCSEQ,
    adsl.FASFL,
    adsl.EFFFL,
    adsl.SAFFL,
    adsl.TRTSDT
FROM counts AS c
JOIN qc.adsl AS adsl USING (USUBJID)
LEFT JOIN sdtm.tr AS tr ON tr.USUBJID = c.USUBJID AND tr.TRSEQ = c.TRSEQ
LEFT JOIN sdtm.tu AS tu ON tu.USUBJID = c.USUBJID AND tu.TULNKID = c.TRLNKID
LEFT JOIN best ON best.USUBJID = c.USUBJID AND best.ADT = c.ADT AND best.VISITNUM = c.VISITNUM
ORDER BY adsl.STUDYID, c.USUBJID, c.PARAMCD, c.TRLNKID, c.ADT, c.VISITNUM, c.TRSEQ
