-- EC: one record for each infusion and period of tablets, given or not, and one for the dose that was planned for it;
-- nothing where the form does not say whether it was given.
WITH infusion AS (
    SELECT 1 AS PLACE, _row, SUBJID, VISIT, 'OXALIPLATIN' AS ECTRT, term('NY', OXYN) AS GIVEN, OXDOSE AS DOSE, OXDOSU AS DOSU, OXADJRS AS REASON,
           iso_datetime(OXSTDAT, OXSTTIM) AS ECSTDTC, iso_datetime(OXENDAT, OXENTIM) AS ECENDTC
    FROM raw.oxaliplatin
    UNION ALL
    SELECT 3, _row, SUBJID, VISIT, 'BEVACIZUMAB', term('NY', BEVYN), BEVDOSE, BEVDOSU, BEVADJRS,
           iso_datetime(BEVSTDAT, BEVSTTIM), iso_datetime(BEVENDAT, BEVENTIM)
    FROM raw.bevacizumab),

performed AS (
    SELECT PLACE, _row, SUBJID, VISIT, ECTRT, GIVEN, plain_number(narrow(DOSE)) AS DOSE, term('DOSEUNIT', DOSU) AS DOSU,
           term('ADJREAS', REASON) AS REASON, ECSTDTC, ECENDTC, '' AS ECSPID, 'INJECTION' AS ECDOSFRM,
           CASE GIVEN WHEN 'Y' THEN 'ONCE' ELSE '' END AS ECDOSFRQ, 'INTRAVENOUS' AS ECROUTE
    FROM infusion WHERE GIVEN <> ''
    UNION ALL
    SELECT 2, _row, SUBJID, VISIT, 'CAPECITABINE', CASE WHEN plain_number(narrow(CAPDOSE)) > 0 THEN 'Y' ELSE 'N' END AS GIVEN,
           CASE GIVEN WHEN 'Y' THEN plain_number(narrow(CAPDOSE)) END, CASE GIVEN WHEN 'Y' THEN term('DOSEUNIT', CAPDOSU) ELSE '' END, term('ADJREAS', CAPADJRS),
           iso_date(CAPSTDAT), iso_date(CAPENDAT), narrow(CAPSEQ), 'TABLET', term('FREQ', CAPFREQ), 'ORAL'
    FROM raw.capecitabine WHERE plain_number(narrow(CAPDOSE)) >= 0),

-- The plan is a dose per m2 or kg; it has the visit of its cycle and no date.
scheduled AS (
    SELECT 1 AS PLACE, _row, SUBJID, VISIT, 'OXALIPLATIN' AS ECTRT, plain_number(narrow(OXPLAN)) AS DOSE, term('DOSEUNIT', OXPLANU) AS DOSU,
           '' AS ECSPID, 'INJECTION' AS ECDOSFRM, 'ONCE' AS ECDOSFRQ, 'INTRAVENOUS' AS ECROUTE
    FROM raw.oxaliplatin WHERE term('NY', OXYN) <> ''
    UNION ALL
    SELECT 2, _row, SUBJID, VISIT, 'CAPECITABINE', plain_number(narrow(CAPPLAN)), term('DOSEUNIT', CAPPLANU),
           narrow(CAPSEQ), 'TABLET', term('FREQ', CAPFREQ), 'ORAL'
    FROM raw.capecitabine WHERE plain_number(narrow(CAPDOSE)) >= 0
    UNION ALL
    SELECT 3, _row, SUBJID, VISIT, 'BEVACIZUMAB', plain_number(narrow(BEVPLAN)), term('DOSEUNIT', BEVPLANU), '', 'INJECTION', 'ONCE', 'INTRAVENOUS'
    FROM raw.bevacizumab WHERE term('NY', BEVYN) <> ''),

either AS (
    SELECT 'PERFORMED' AS ECMOOD, * FROM performed
    UNION ALL BY NAME
    SELECT 'SCHEDULED' AS ECMOOD, *, '' AS GIVEN, '' AS REASON, '' AS ECSTDTC, '' AS ECENDTC FROM scheduled WHERE DOSE IS NOT NULL)

SELECT d.STUDYID,
       'EC' AS DOMAIN,
       d.USUBJID,
       row_number() OVER (PARTITION BY d.USUBJID ORDER BY ECMOOD, ECTRT, v.VISITNUM, ECSTDTC, ECSPID, PLACE, _row) AS ECSEQ,
       ECSPID,
       ECTRT,
       ECMOOD,
       CASE ECMOOD WHEN 'PERFORMED' THEN 'Y' ELSE '' END AS ECPRESP,
       GIVEN AS ECOCCUR,
       CASE GIVEN WHEN 'N' THEN REASON ELSE '' END AS ECREASOC,
       DOSE AS ECDOSE,
       DOSU AS ECDOSU,
       ECDOSFRM,
       ECDOSFRQ,
       ECROUTE,
       CASE GIVEN WHEN 'Y' THEN REASON ELSE '' END AS ECADJ,
       v.VISITNUM,
       v.VISIT,
       CASE ECMOOD WHEN 'SCHEDULED' THEN 'TREATMENT' ELSE epoch(ECSTDTC, d.RFICDTC, d.RFXSTDTC, d.RFXENDTC, t.EOTDTC) END AS EPOCH,
       ECSTDTC,
       ECENDTC,
       study_day(ECSTDTC, d.RFSTDTC) AS ECSTDY,
       study_day(ECENDTC, d.RFSTDTC) AS ECENDY
FROM either p
JOIN qc.dm d ON d.SUBJID = narrow(p.SUBJID)
LEFT JOIN treatment_end t ON t.SUBJID = d.SUBJID
LEFT JOIN visit_of v ON v.SUBJID = d.SUBJID AND v.COLLECTED = term('VISIT', p.VISIT)
ORDER BY d.STUDYID, d.USUBJID, ECMOOD, ECTRT, v.VISITNUM, ECSTDTC, ECSPID, ECSEQ
