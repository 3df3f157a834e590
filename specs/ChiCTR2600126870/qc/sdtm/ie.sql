-- IE: the criterion that a subject did not meet. An inclusion criterion not met is N, an exclusion criterion met is Y.
WITH failed AS (
    SELECT _row, narrow(SUBJID) AS SUBJID, narrow(IECODE) AS IETESTCD, iso_date(IEDAT) AS IEDTC,
           CASE WHEN narrow(IECODE) LIKE 'EXCL%' THEN 'EXCLUSION' ELSE 'INCLUSION' END AS IECAT
    FROM raw.eligibility WHERE narrow(IECODE) <> '')

SELECT d.STUDYID,
       'IE' AS DOMAIN,
       d.USUBJID,
       row_number() OVER (PARTITION BY d.USUBJID ORDER BY f.IETESTCD, _row) AS IESEQ,
       f.IETESTCD,
       c.IETEST,
       f.IECAT,
       CASE f.IECAT WHEN 'EXCLUSION' THEN 'Y' ELSE 'N' END AS IEORRES,
       IEORRES AS IESTRESC,
       epoch(IEDTC, d.RFICDTC, d.RFXSTDTC, d.RFXENDTC, t.EOTDTC) AS EPOCH,
       IEDTC,
       study_day(IEDTC, d.RFSTDTC) AS IEDY
FROM failed f
JOIN qc.dm d ON d.SUBJID = f.SUBJID
LEFT JOIN qc.ti c ON c.IETESTCD = f.IETESTCD
LEFT JOIN treatment_end t ON t.SUBJID = f.SUBJID
ORDER BY d.STUDYID, d.USUBJID, f.IETESTCD
