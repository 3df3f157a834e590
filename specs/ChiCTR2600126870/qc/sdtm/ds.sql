-- DS: milestones of the protocol, the ends of treatment and of participation, and death.
WITH happened AS (
    SELECT 1 AS PLACE, _row, narrow(SUBJID) AS SUBJID, 'INFORMED CONSENT OBTAINED' AS DSDECOD, 'PROTOCOL MILESTONE' AS DSCAT, '' AS DSSCAT,
           iso_datetime(ICFDAT, ICFTIM) AS DSSTDTC
    FROM raw.demography
    UNION ALL
    SELECT 1.5, _row, narrow(SUBJID), 'INFORMED CONSENT OBTAINED', 'PROTOCOL MILESTONE', '', iso_date(RICFDAT) FROM raw.reconsent
    UNION ALL
    SELECT CASE term('NY', ELIGYN) WHEN 'Y' THEN 2 ELSE 3 END, _row, narrow(SUBJID),
           CASE term('NY', ELIGYN) WHEN 'Y' THEN 'ELIGIBILITY CRITERIA MET' ELSE 'ELIGIBILITY CRITERIA NOT MET' END, 'PROTOCOL MILESTONE', '', iso_date(IEDAT)
    FROM raw.eligibility WHERE term('NY', ELIGYN) <> '' AND trimmed(IEDAT) <> ''
    UNION ALL
    SELECT 4, _row, narrow(SUBJID), 'ENTERED INTO TRIAL', 'PROTOCOL MILESTONE', '', iso_date(ENRDAT)
    FROM raw.eligibility WHERE term('NY', ENRYN) = 'Y' AND trimmed(ENRDAT) <> ''
    UNION ALL
    SELECT 5, _row, narrow(SUBJID), term('NCOMPLT', EOTREAS), 'DISPOSITION EVENT', 'STUDY TREATMENT', iso_date(EOTDAT) FROM raw.end_of_treatment
    UNION ALL
    SELECT 6, _row, narrow(SUBJID), term('NCOMPLT', EOSREAS), 'DISPOSITION EVENT', 'STUDY PARTICIPATION', iso_date(EOSDAT) FROM raw.end_of_study
    UNION ALL
    SELECT 7, _row, narrow(SUBJID), 'DEATH', 'OTHER EVENT', '', iso_date(DTHDAT) FROM raw.death)

SELECT d.STUDYID,
       'DS' AS DOMAIN,
       d.USUBJID,
       row_number() OVER (PARTITION BY d.USUBJID ORDER BY DSSTDTC, DSCAT, DSSCAT, DSDECOD, PLACE, _row) AS DSSEQ,
       DSDECOD AS DSTERM,
       DSDECOD,
       DSCAT,
       DSSCAT,
       epoch(DSSTDTC, d.RFICDTC, d.RFXSTDTC, d.RFXENDTC, t.EOTDTC) AS EPOCH,
       DSSTDTC,
       study_day(DSSTDTC, d.RFSTDTC) AS DSSTDY
FROM happened h
JOIN qc.dm d ON d.SUBJID = h.SUBJID
LEFT JOIN treatment_end t ON t.SUBJID = h.SUBJID
ORDER BY d.STUDYID, d.USUBJID, DSCAT, DSSCAT, DSDECOD, DSSTDTC, DSSEQ
