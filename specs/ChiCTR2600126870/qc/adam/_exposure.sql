-- Exposure for ADEX and ADSL: what each drug came to, by cycle and as a whole, up to the data cut.
-- Doses that were given are those of EX, what was not given and what was planned those of EC, the size of the subject that of VS.
WITH
limits AS (
    SELECT
        (SELECT sas_day(value) FROM spec.study WHERE name = 'DATA_CUT') AS cut,
        21 AS cycle_days,
        3 AS delay_days,       -- a cycle that comes later than that is delayed
        85 AS full_percent     -- a dose below that share of the planned one is reduced
),
-- How a drug is planned: times a day, days of the cycle, and what of the subject its dose is worked out from.
drug (drug, a_day, days, unit, test, page) AS (
    VALUES
        ('OXALIPLATIN', 1, 1, 'mg/m2', 'BSA', 'OXALIPLATIN'),
        ('CAPECITABINE', 2, 14, 'mg/m2', 'BSA', 'OXALIPLATIN'),
        ('BEVACIZUMAB', 1, 1, 'mg/kg', 'WEIGHT', 'BEVACIZUMAB')
),
-- Day 1 of each cycle, and the day on which it was planned.
day_1 AS (
    SELECT USUBJID, VISITNUM, min(sas_day_low(SVSTDTC)) AS day, min(VISITDY) AS planned_day
    FROM sdtm.sv GROUP BY ALL
),

-- Given: each dose up to the cut, tablets as many as the days from first to last or to the cut.
dose AS (
    SELECT x.USUBJID, x.EXTRT AS drug, x.VISITNUM, x.VISIT, x.EXDOSE, x.EXSPID,
        sas_day_low(x.EXSTDTC) AS first_day,
        least(coalesce(sas_day(x.EXENDTC), sas_day_low(x.EXSTDTC)), limits.cut) AS last_day,
        CASE
            WHEN sas_day(x.EXENDTC) < sas_day_low(x.EXSTDTC) THEN NULL
            WHEN x.EXDOSFRQ = 'BID' THEN x.EXDOSE * 2 * (least(sas_day(x.EXENDTC), limits.cut) - sas_day(x.EXSTDTC) + 1)
            WHEN x.EXDOSFRQ = 'ONCE' THEN x.EXDOSE
        END AS mg
    FROM sdtm.ex AS x, limits
    WHERE x.EXDOSU = 'mg' AND coalesce(sas_day_low(x.EXSTDTC) <= limits.cut, TRUE)
),
performed AS (
    SELECT ec.* FROM sdtm.ec, limits
    WHERE ECMOOD = 'PERFORMED' AND ECDOSU IN ('mg', '') AND coalesce(sas_day_low(ECSTDTC) <= limits.cut, TRUE)
),
given AS (
    SELECT p.USUBJID, p.ECTRT AS drug, p.VISITNUM, any_value(p.VISIT) AS VISIT, min(p.ECSEQ) AS SRCSEQ,
        coalesce(
            (SELECT fsum(d.mg) FROM dose AS d WHERE (d.USUBJID, d.drug, d.VISITNUM) = (p.USUBJID, p.ECTRT, p.VISITNUM)),
            CASE WHEN bool_or(p.ECOCCUR = 'N') THEN 0 END) AS mg
    FROM performed AS p
    GROUP BY p.USUBJID, p.ECTRT, p.VISITNUM
),
given_days AS (
    SELECT USUBJID, drug, VISITNUM, min(first_day) AS ASTDT, max(last_day) AS AENDT
    FROM dose WHERE mg IS NOT NULL GROUP BY ALL
),
-- The highest dose of an administration, and the first record that has it.
highest AS (
    SELECT USUBJID, ECTRT AS drug, VISITNUM, VISIT, ECDOSE AS mg, ECSEQ AS SRCSEQ
    FROM performed WHERE ECDOSE IS NOT NULL AND ECSTDTC <> '' AND ECDOSU = 'mg'
    QUALIFY row_number() OVER (PARTITION BY USUBJID, ECTRT, VISITNUM ORDER BY ECDOSE DESC, ECSEQ) = 1
),

-- Planned: the dose for a kilogram or square metre, times those of the cycle or else of the last cycle that has them.
scheduled AS (
    SELECT e.USUBJID, e.ECTRT AS drug, e.VISITNUM, e.VISIT, e.ECDOSE, e.ECSEQ AS SRCSEQ, drug.a_day, drug.days,
        (SELECT arg_max(v.VSSTRESN, v.VISITNUM) FROM sdtm.vs AS v
         WHERE v.USUBJID = e.USUBJID AND v.VSTESTCD = drug.test AND v.VSSPID = drug.page
            AND v.VSSTRESN IS NOT NULL AND v.VISITNUM <= e.VISITNUM) AS size,
        (SELECT min(sas_day_low(p.ECSTDTC)) FROM sdtm.ec AS p
         WHERE p.ECMOOD = 'PERFORMED' AND (p.USUBJID, p.ECTRT, p.VISITNUM) = (e.USUBJID, e.ECTRT, e.VISITNUM)) AS begins
    FROM sdtm.ec AS e JOIN drug ON drug.drug = e.ECTRT AND drug.unit = e.ECDOSU
    WHERE e.ECMOOD = 'SCHEDULED' AND e.ECDOSE IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY e.USUBJID, e.ECTRT, e.VISITNUM ORDER BY e.ECSEQ) = 1
),
planned AS (
    SELECT s.*, s.ECDOSE * s.size AS administration,
        s.ECDOSE * s.size * s.a_day * least(s.days, coalesce(limits.cut - s.begins + 1, s.days)) AS mg
    FROM scheduled AS s, limits
    WHERE s.size IS NOT NULL AND coalesce(s.begins <= limits.cut, TRUE)
),
-- How many days later than planned a cycle comes after the one before it.
delay AS (
    SELECT p.USUBJID, p.drug, p.VISITNUM, p.VISIT,
        d.day - lag(d.day) OVER cycles - (d.planned_day - lag(d.planned_day) OVER cycles) AS late
    FROM planned AS p JOIN day_1 AS d USING (USUBJID, VISITNUM)
    WHERE d.day IS NOT NULL AND d.planned_day IS NOT NULL
    WINDOW cycles AS (PARTITION BY p.USUBJID, p.drug ORDER BY d.planned_day)
),

by_cycle AS (
    SELECT USUBJID, drug, 'DOSE' AS measure, VISITNUM, VISIT, mg AS AVAL, ASTDT, AENDT, SRCSEQ
    FROM given LEFT JOIN given_days USING (USUBJID, drug, VISITNUM)
    UNION ALL BY NAME
    SELECT USUBJID, drug, 'PLAN' AS measure, VISITNUM, VISIT, mg AS AVAL, SRCSEQ FROM planned
    UNION ALL BY NAME
    SELECT g.USUBJID, g.drug, 'REL' AS measure, g.VISITNUM, g.VISIT, g.mg * 100 / p.mg AS AVAL
    FROM given AS g JOIN planned AS p USING (USUBJID, drug, VISITNUM) WHERE g.mg IS NOT NULL AND p.mg <> 0
    UNION ALL BY NAME
    SELECT USUBJID, drug, 'LEV' AS measure, VISITNUM, VISIT, mg AS AVAL, SRCSEQ FROM highest
    UNION ALL BY NAME
    SELECT USUBJID, drug, 'PLEV' AS measure, VISITNUM, VISIT, administration AS AVAL, SRCSEQ FROM planned
    UNION ALL BY NAME
    SELECT h.USUBJID, h.drug, 'RLEV' AS measure, h.VISITNUM, h.VISIT, h.mg * 100 / p.administration AS AVAL
    FROM highest AS h JOIN planned AS p USING (USUBJID, drug, VISITNUM) WHERE p.administration <> 0
    UNION ALL BY NAME
    SELECT USUBJID, drug, 'DEL' AS measure, VISITNUM, VISIT, greatest(late, 0) AS AVAL FROM delay WHERE late IS NOT NULL
),

of_given AS (
    SELECT g.USUBJID, g.drug, fsum(g.mg) AS cum, count(*) FILTER (g.mg > 0) AS ncyc, count(*) FILTER (g.mg = 0) AS nomi
    FROM given AS g GROUP BY ALL
),
of_planned AS (
    SELECT p.USUBJID, p.drug, fsum(p.mg) AS pcum, count(*) AS npl,
        max(d.day) - min(d.day) + any_value(limits.cycle_days) AS dur
    FROM planned AS p LEFT JOIN day_1 AS d USING (USUBJID, VISITNUM), limits GROUP BY p.USUBJID, p.drug
),
whole AS (
    SELECT USUBJID, drug, cum, ncyc, nomi, pcum, npl, dur,
        cum * 21 / dur AS intensity, pcum / npl AS planned_intensity,
        (SELECT count(*) FROM delay AS d, limits
         WHERE (d.USUBJID, d.drug) = (w.USUBJID, w.drug) AND d.late > limits.delay_days) AS ndel,
        (SELECT count(*) FROM by_cycle AS c, limits
         WHERE (c.USUBJID, c.drug) = (w.USUBJID, w.drug) AND c.measure = 'RLEV' AND c.AVAL < limits.full_percent) AS nred,
        (SELECT count(*) FROM dose AS d
         WHERE (d.USUBJID, d.drug) = (w.USUBJID, w.drug) AND d.EXSPID NOT IN ('', '1')) AS nint
    FROM of_given AS w FULL JOIN of_planned USING (USUBJID, drug)
)

SELECT USUBJID, drug, measure, VISITNUM, VISIT, AVAL, ASTDT, AENDT, SRCSEQ, 'By cycle' AS part FROM by_cycle
UNION ALL
SELECT USUBJID, drug, measure, NULL, '', AVAL, NULL, NULL, NULL, 'By drug'
FROM whole, LATERAL (
    VALUES
        ('CUM', cum, TRUE), ('PCUM', pcum, TRUE), ('RCUM', cum * 100 / pcum, TRUE), ('NPL', npl, TRUE),
        ('NCYC', ncyc, TRUE), ('DUR', dur, TRUE), ('AVG', cum / nullif(ncyc, 0), TRUE), ('INT', intensity, TRUE),
        ('PINT', planned_intensity, TRUE), ('RDI', intensity * 100 / planned_intensity, TRUE), ('NDEL', ndel, TRUE),
        ('NRED', nred, TRUE), ('NOMI', nomi, TRUE), ('NINT', nint, drug = 'CAPECITABINE')
) AS measures (measure, AVAL, wanted)
WHERE wanted AND AVAL IS NOT NULL
