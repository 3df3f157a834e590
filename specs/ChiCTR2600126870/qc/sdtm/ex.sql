-- EX: one record for each infusion that was given and each period of tablets with a dose above 0.
WITH given AS (
    SELECT _row, narrow(SUBJID) AS SUBJID, VISIT, 'OXALIPLATIN' AS EXTRT, '' AS EXSPID,
           plain_number(narrow(OXDOSE)) AS EXDOSE, term('DOSEUNIT', OXDOSU) AS EXDOSU,
           'INJECTION' AS EXDOSFRM, 'ONCE' AS EXDOSFRQ, 'INTRAVENOUS' AS EXROUTE, term('ADJREAS', OXADJRS) AS EXADJ,
           iso_datetime(OXSTDAT, OXSTTIM) AS EXSTDTC, iso_datetime(OXENDAT, OXENTIM) AS EXENDTC
    FROM raw.oxaliplatin WHERE term('NY', OXYN) = 'Y'
    UNION ALL
    SELECT _row, narrow(SUBJID), VISIT, 'CAPECITABINE', narrow(CAPSEQ),
           plain_number(narrow(CAPDOSE)), term('DOSEUNIT', CAPDOSU),
           'TABLET', term('FREQ', CAPFREQ), 'ORAL', term('ADJREAS', CAPADJRS),
           iso_date(CAPSTDAT), iso_date(CAPENDAT)
    FROM raw.capecitabine WHERE plain_number(narrow(CAPDOSE)) > 0
    UNION ALL
    SELECT _row, narrow(SUBJID), VISIT, 'BEVACIZUMAB', '',
           plain_number(narrow(BEVDOSE)), term('DOSEUNIT', BEVDOSU),
           'INJECTION', 'ONCE', 'INTRAVENOUS', term('ADJREAS', BEVADJRS),
           iso_datetime(BEVSTDAT, BEVSTTIM), iso_datetime(BEVENDAT, BEVENTIM)
    FROM raw.bevacizumab WHERE term('NY', BEVYN) = 'Y')

SELECT d.STUDYID,
       'EX' AS DOMAIN,
       d.USUBJID,
       row_number() OVER (PARTITION BY d.USUBJID ORDER BY EXTRT, EXSTDTC, v.VISITNUM, EXSPID, g._row) AS EXSEQ,
       EXSPID,
       EXTRT,
       EXDOSE,
       EXDOSU,
       EXDOSFRM,
       EXDOSFRQ,
       EXROUTE,
       EXADJ,
       v.VISITNUM,
       v.VISIT,
       epoch(EXSTDTC, d.RFICDTC, d.RFXSTDTC, d.RFXENDTC, t.EOTDTC) AS EPOCH,
       EXSTDTC,
       EXENDTC,
       study_day(EXSTDTC, d.RFSTDTC) AS EXSTDY,
       study_day(EXENDTC, d.RFSTDTC) AS EXENDY
FROM given g
JOIN qc.dm d ON d.SUBJID = g.SUBJID
LEFT JOIN treatment_end t ON t.SUBJID = g.SUBJID
LEFT JOIN visit_of v ON v.SUBJID = g.SUBJID AND v.COLLECTED = term('VISIT', g.VISIT)
ORDER BY d.STUDYID, d.USUBJID, EXTRT, EXSTDTC, VISITNUM, EXSPID, EXSEQ
