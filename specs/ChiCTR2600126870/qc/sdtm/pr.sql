-- PR: the liver transplantation, and later local therapy and radiotherapy.
WITH done AS (
    SELECT 1 AS PLACE, _row, narrow(受试者编号) AS SUBJID, '' AS PRSPID, 'LIVER TRANSPLANTATION' AS PRTRT, 'PRIOR TRANSPLANTATION' AS PRCAT, '' AS PRSCAT,
           '' AS PRINDC, iso_date(肝移植日期) AS PRSTDTC, '' AS PRENDTC
    FROM raw.history
    UNION ALL
    SELECT 2, _row, narrow(SUBJID), narrow(LTSEQ), text_of(LTNAM, LTNAM_EN), 'SUBSEQUENT ANTICANCER THERAPY', term('LTTYPE', LTTYPE), 'HEPATOCELLULAR CARCINOMA',
           iso_date(LTSTDAT), iso_date(LTENDAT)
    FROM raw.later_therapy WHERE term('LTTYPE', LTTYPE) IN ('LOCAL', 'RADIOTHERAPY'))

SELECT d.STUDYID,
       'PR' AS DOMAIN,
       d.USUBJID,
       row_number() OVER (PARTITION BY d.USUBJID ORDER BY PRCAT, PRSTDTC, PRSPID, PLACE, _row) AS PRSEQ,
       PRSPID,
       PRTRT,
       PRCAT,
       PRSCAT,
       PRINDC,
       epoch(PRSTDTC, d.RFICDTC, d.RFXSTDTC, d.RFXENDTC, t.EOTDTC) AS EPOCH,
       PRSTDTC,
       PRENDTC,
       study_day(PRSTDTC, d.RFSTDTC) AS PRSTDY,
       study_day(PRENDTC, d.RFSTDTC) AS PRENDY,
       start_place(PRSTDTC, PRENDTC, d.RFSTDTC, d.RFENDTC) AS PRSTRF
FROM done p
JOIN qc.dm d ON d.SUBJID = p.SUBJID
LEFT JOIN treatment_end t ON t.SUBJID = p.SUBJID
ORDER BY d.STUDYID, d.USUBJID, PRCAT, PRSTDTC, PRSPID, PRSEQ
