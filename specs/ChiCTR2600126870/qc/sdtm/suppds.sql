-- SUPPDS: the reason in words, where one was given for the end of treatment or of participation.
WITH given AS (
    SELECT narrow(SUBJID) AS SUBJID, 'STUDY TREATMENT' AS DSSCAT, text_of(EOTSP, coalesce(nullif(trimmed(EOTSP_EN), ''), EOTSP)) AS QVAL FROM raw.end_of_treatment
    UNION ALL
    SELECT narrow(SUBJID), 'STUDY PARTICIPATION', text_of(EOSSP, coalesce(nullif(trimmed(EOSSP_EN), ''), EOSSP)) FROM raw.end_of_study)

SELECT d.STUDYID,
       'DS' AS RDOMAIN,
       d.USUBJID,
       'DSSEQ' AS IDVAR,
       s.DSSEQ::INTEGER::VARCHAR AS IDVARVAL,
       'DSSPFY' AS QNAM,
       text_of('原因说明', 'Reason Specified') AS QLABEL,
       QVAL,
       'CRF' AS QORIG,
       '' AS QEVAL
FROM given g
JOIN qc.dm d ON d.SUBJID = g.SUBJID
JOIN qc.ds s ON s.USUBJID = d.USUBJID AND s.DSSCAT = g.DSSCAT
WHERE QVAL <> ''
ORDER BY d.STUDYID, RDOMAIN, d.USUBJID, IDVAR, IDVARVAL, QNAM
