-- ADLB: laboratory results by analysis visit, with grades of CTCAE that know the baseline, and the worst grade of each sample.
-- Sources: LB, DM, ADSL of this programming, analysis_windows, study.yaml. Dates are SAS day numbers.
WITH
version AS (
    SELECT version AS v FROM spec.dictionaries WHERE name = 'CTCAE'
),
-- Protein and occult blood of the urine have codes of their own, so that nobody takes them for those of the blood.
test AS (
    SELECT USUBJID, CASE WHEN LBSPEC = 'URINE' THEN 'U' || LBTESTCD ELSE LBTESTCD END AS PARAMCD, LBCAT AS PARCAT1,
        VISIT, VISITNUM, LBDTC, LBSEQ AS SRCSEQ, LBSTRESN AS AVAL, LBSTRESC AS result,
        CASE WHEN LBSTRESN IS NULL THEN LBSTRESC ELSE number_as_text(LBSTRESN) END AS AVALC,
        LBSTNRLO AS ANRLO, LBSTNRHI AS ANRHI, LBNRIND AS ANRIND
    FROM sdtm.lb WHERE LBSTRESC <> ''  -- not done, or in a unit that nobody can convert
),
placed AS (
    SELECT t.*, sas_day(LBDTC) AS ADT, after_dose(LBDTC, dm.RFXSTDTC) AS after FROM test AS t JOIN sdtm.dm USING (USUBJID)
),
-- The last result before the first dose.
baseline AS (
    SELECT USUBJID, PARAMCD, arg_max(SRCSEQ, (LBDTC, SRCSEQ)) AS SRCSEQ
    FROM placed WHERE AVALC <> '' AND after = 'N' GROUP BY USUBJID, PARAMCD
),
compared AS (
    SELECT p.*, p.SRCSEQ = b.SRCSEQ AS is_base, o.AVAL AS BASE, o.AVALC AS BASEC, o.ANRIND AS BNRIND,
        -- what a result after the first dose is compared with
        CASE WHEN p.after = 'Y' THEN o.AVAL::DECIMAL(18, 6) END AS from_base,
        CASE WHEN p.after = 'Y' THEN coalesce(o.ANRIND, '') ELSE '' END AS side
    FROM placed AS p
    LEFT JOIN baseline AS b ON b.USUBJID = p.USUBJID AND b.PARAMCD = p.PARAMCD
    LEFT JOIN placed AS o ON o.USUBJID = b.USUBJID AND o.PARAMCD = b.PARAMCD AND o.SRCSEQ = b.SRCSEQ
),
-- A number stands for itself, <0.5 for all below 0.5, >1000 for all above: combined ends must have the grade.
ends AS (
    SELECT *, ANRLO::DECIMAL(18, 6) AS lln, ANRHI::DECIMAL(18, 6) AS uln,
        left(result, 1) AS sign, plain_number(regexp_replace(result, '^[<>]=?', '')) AS n,
        CASE WHEN regexp_full_match(result, '[<>][^=].*') THEN 0.000001 ELSE 0 END AS beside,
        CASE sign WHEN '<' THEN -1000000 WHEN '>' THEN n + beside ELSE n END AS lowest,
        CASE sign WHEN '>' THEN 1000000000 WHEN '<' THEN n - beside ELSE n END AS highest
    FROM compared
),
graded AS (
    SELECT e.* EXCLUDE (lln, uln, sign, n, beside, lowest, highest, from_base), v,
        CASE WHEN n IS NOT NULL THEN only_if_equal(ctcae_low(v, PARAMCD, lowest, lln), ctcae_low(v, PARAMCD, highest, lln)) END AS low,
        CASE
            WHEN PARAMCD = 'UPROT' AND v = '5.0' THEN CASE
                WHEN result IN ('NEGATIVE', 'TRACE', 'NOT DETECTED') THEN 0 WHEN result = '1+' THEN 1
                WHEN result IN ('2+', '3+') THEN 2 WHEN result = '4+' THEN 3 END
            WHEN PARAMCD = 'UPROTEXR' AND v = '5.0' AND result = 'NOT DETECTED' THEN 0
            WHEN n IS NOT NULL THEN only_if_equal(
                ctcae_high(v, PARAMCD, lowest, uln, from_base, side), ctcae_high(v, PARAMCD, highest, uln, from_base, side))
        END AS high,
        -- which directions CTCAE grades at all
        term_of_low(v, PARAMCD) IS NOT NULL AND NOT (PARAMCD = 'LYM' AND v = '6.0') AS has_low,
        term_of_high(PARAMCD) IS NOT NULL AND NOT (PARAMCD = 'GLUC' AND v = '5.0')
            AND NOT (PARAMCD IN ('UPROT', 'UPROTEXR') AND v <> '5.0') AS has_high
    FROM ends AS e CROSS JOIN version
),
-- The grade of both: the higher one; of one that is open the other, unless that is 0.
joined AS (
    SELECT *, CASE
            WHEN NOT has_low THEN high
            WHEN NOT has_high THEN low
            WHEN low IS NULL OR high IS NULL THEN nullif(coalesce(low, high), 0)
            ELSE greatest(low, high) END AS combined,
        CASE WHEN low > 0 THEN term_of_low(v, PARAMCD) ELSE '' END AS ATOXDSCL,
        CASE WHEN high > 0 THEN term_of_high(PARAMCD) ELSE '' END AS ATOXDSCH,
        CASE WHEN PARAMCD IN ('WBC', 'NEUT', 'LYM', 'HGB', 'PLAT') THEN 'CYTOPENIA'
            WHEN PARAMCD IN ('UPROT', 'UPROTEXR') THEN 'PROTEINURIA' ELSE '' END AS PARCAT2
    FROM graded
),
-- The worst grade of a sample, with the term of the first test that has it.
cytopenia AS (
    SELECT USUBJID, 'CYTOPEN' AS PARAMCD, VISIT, VISITNUM, LBDTC, low AS AVAL, low, NULL AS high, ATOXDSCL, '' AS ATOXDSCH, PARCAT2, ADT, after
    FROM joined WHERE PARCAT2 = 'CYTOPENIA' AND low IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY USUBJID, VISITNUM, LBDTC
        ORDER BY low DESC, list_position(['WBC', 'NEUT', 'LYM', 'HGB', 'PLAT'], PARAMCD)) = 1
),
proteinuria AS (
    SELECT USUBJID, 'UPROTGR' AS PARAMCD, VISIT, VISITNUM, LBDTC, high AS AVAL, NULL AS low, high, '' AS ATOXDSCL, ATOXDSCH, PARCAT2, ADT, after
    FROM joined WHERE PARCAT2 = 'PROTEINURIA' AND high IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY USUBJID, VISITNUM, LBDTC ORDER BY high DESC, PARAMCD) = 1
),
worst AS (
    SELECT w.*, w.LBDTC = b.LBDTC AND w.VISITNUM = b.VISITNUM AS is_base, AVAL::VARCHAR AS AVALC,
        b.BASE, b.BASE::VARCHAR AS BASEC, 'WORST GRADE' AS PARCAT1, '' AS ANRIND
    FROM (FROM cytopenia UNION ALL BY NAME FROM proteinuria) AS w
    LEFT JOIN (
        SELECT USUBJID, PARAMCD, LBDTC, VISITNUM, AVAL AS BASE FROM (FROM cytopenia UNION ALL BY NAME FROM proteinuria)
        WHERE after = 'N' QUALIFY row_number() OVER (PARTITION BY USUBJID, PARAMCD ORDER BY LBDTC DESC, VISITNUM DESC) = 1
    ) AS b ON b.USUBJID = w.USUBJID AND b.PARAMCD = w.PARAMCD
),
record AS (
    SELECT * EXCLUDE (has_low, has_high, result, side, v) FROM joined
    UNION ALL BY NAME
    FROM worst
),
treated AS (
    SELECT r.*, adsl.* EXCLUDE (USUBJID), day_of_study(r.ADT, adsl.TRTSDT) AS ADY,
        coalesce(r.after = 'Y' AND r.ADT >= adsl.TRTSDT AND (adsl.TRTEDT IS NULL OR
            r.ADT <= adsl.TRTEDT + (SELECT value::INTEGER FROM spec.study WHERE name = 'TEAE_DAYS')), FALSE) AS on_treatment,
        o.low AS base_low, o.high AS base_high, o.combined AS base_combined
    FROM record AS r
    JOIN qc.adsl AS adsl ON adsl.USUBJID = r.USUBJID
    LEFT JOIN (SELECT * FROM record WHERE is_base) AS o ON o.USUBJID = r.USUBJID AND o.PARAMCD = r.PARAMCD
),
windowed AS (
    SELECT t.*, w.AVISIT, w.AVISITN::DOUBLE AS AVISITN, w.TARGET::DOUBLE AS AWTARGET,
        nullif(w."FROM", '')::DOUBLE AS AWLO, nullif(w."TO", '')::DOUBLE AS AWHI, w.UNIT AS AWU,
        apart(t.ADY, w.TARGET::DOUBLE) AS AWTDIFF, AVALC <> '' AS filled
    FROM treated AS t
    LEFT JOIN (SELECT * REPLACE (nullif(TARGET, '') AS TARGET) FROM spec.analysis_windows) AS w
        ON CASE
            WHEN t.is_base THEN w.AVISIT = 'Baseline'
            WHEN t.after = 'N' THEN w.AVISIT = 'Screening'
            WHEN t.after = 'Y' THEN w.AFTER = 'Y' AND t.ADY BETWEEN try_cast(w."FROM" AS INTEGER) AND try_cast(w."TO" AS INTEGER)
        END
),
chosen AS (
    SELECT *,
        filled AND AWTDIFF IS NOT NULL AND row_number() OVER (
            PARTITION BY USUBJID, PARAMCD, AVISIT
            ORDER BY NOT filled, AWTDIFF NULLS LAST, LBDTC DESC, SRCSEQ DESC NULLS LAST, VISITNUM DESC) = 1 AS nearest,
        on_treatment AND low IS NOT NULL AND row_number() OVER (
            PARTITION BY USUBJID, PARAMCD
            ORDER BY NOT on_treatment, low DESC NULLS LAST, LBDTC, SRCSEQ NULLS LAST, VISITNUM) = 1 AS worst_low,
        on_treatment AND high IS NOT NULL AND row_number() OVER (
            PARTITION BY USUBJID, PARAMCD
            ORDER BY NOT on_treatment, high DESC NULLS LAST, LBDTC, SRCSEQ NULLS LAST, VISITNUM) = 1 AS worst_high,
        on_treatment AND filled AND row_number() OVER (
            PARTITION BY USUBJID, PARAMCD
            ORDER BY NOT (on_treatment AND filled), LBDTC DESC, SRCSEQ DESC NULLS LAST, VISITNUM DESC) = 1 AS final
    FROM windowed
)
SELECT
    STUDYID, c.USUBJID, SUBJID, SITEID,
    row_number() OVER (PARTITION BY c.USUBJID ORDER BY c.PARAMCD, LBDTC, VISITNUM, SRCSEQ) AS ASEQ,
    TRT01P AS TRTP,
    TRT01A AS TRTA,
    ADT,
    ADY,
    coalesce(AVISIT, '') AS AVISIT,
    AVISITN,
    t.decode AS PARAM,
    c.PARAMCD,
    list_position(['WBC', 'NEUT', 'LYM', 'HGB', 'PLAT', 'ALT', 'AST', 'ALP', 'GGT', 'BILI', 'BILDIR', 'ALB', 'CREAT',
        'UREAN', 'GLUC', 'K', 'SODIUM', 'AFP', 'PT', 'INR', 'APTT', 'UPROT', 'UOCCBLD', 'UPROTEXR', 'HCG', 'CYTOPEN',
        'UPROTGR'], c.PARAMCD) AS PARAMN,
    PARCAT1,
    PARCAT2,
    VISIT,
    VISITNUM,
    LBDTC,
    AVAL,
    AVALC,
    BASE,
    coalesce(BASEC, '') AS BASEC,
    CASE WHEN after = 'Y' THEN change(AVAL, BASE) END AS CHG,
    CASE WHEN after = 'Y' AND PARCAT1 <> 'WORST GRADE' THEN percent_of(AVAL, BASE) END AS PCHG,
    CASE WHEN after = 'Y' AND BNRIND <> '' AND ANRIND <> '' THEN BNRIND || ' to ' || ANRIND ELSE '' END AS SHIFT1,
    CASE WHEN after = 'Y' AND base_combined IS NOT NULL AND combined IS NOT NULL THEN base_combined || ' to ' || combined ELSE '' END AS SHIFT2,
    AWTARGET,
    AWTDIFF,
    AWLO,
    AWHI,
    coalesce(AWU, '') AS AWU,
    coalesce(combined::VARCHAR, '') AS ATOXGR,
    combined AS ATOXGRN,
    coalesce(base_combined::VARCHAR, '') AS BTOXGR,
    ANRIND,
    coalesce(BNRIND, '') AS BNRIND,
    ANRLO,
    ANRHI,
    coalesce(low::VARCHAR, '') AS ATOXGRL,
    coalesce(high::VARCHAR, '') AS ATOXGRH,
    coalesce(base_low::VARCHAR, '') AS BTOXGRL,
    coalesce(base_high::VARCHAR, '') AS BTOXGRH,
    ATOXDSCL,
    ATOXDSCH,
    flag(is_base) AS ABLFL,
    flag(nearest) AS ANL01FL,
    flag(worst_low) AS ANL02FL,
    flag(worst_high) AS ANL03FL,
    flag(on_treatment) AS ONTRTFL,
    flag(final) AS LVOTFL,
    CASE WHEN PARCAT1 = 'WORST GRADE' THEN 'ADLB' ELSE 'LB' END AS SRCDOM,
    CASE c.PARAMCD WHEN 'CYTOPEN' THEN 'ATOXGRL' WHEN 'UPROTGR' THEN 'ATOXGRH' ELSE 'LBSTRESC' END AS SRCVAR,
    SRCSEQ,
    FASFL, EFFFL, SAFFL, TRTSDT, TRTEDT
FROM chosen AS c
JOIN spec.terms AS t ON t.codelist = 'ADLBPARM' AND t.term = c.PARAMCD
ORDER BY STUDYID, c.USUBJID, c.PARAMCD, LBDTC, VISITNUM, SRCSEQ
