-- SUPPAE: action and relationship for each drug of the combination.
WITH qualifier AS (
    SELECT narrow(SUBJID) AS SUBJID, trimmed(AESPID) AS AESPID, QNAM,
           term(CASE WHEN QNAM LIKE 'AEACN%' THEN 'ACN' ELSE 'CAUSAL' END, ANSWER) AS QVAL
    FROM (UNPIVOT raw.ae ON AEACNOXA, AEACNCAP, AEACNBEV, AERELOXA, AERELCAP, AERELBEV INTO NAME QNAM VALUE ANSWER)),

drug(SUFFIX, DRUG) AS (VALUES ('OXA', 'Oxaliplatin'), ('CAP', 'Capecitabine'), ('BEV', 'Bevacizumab'))

SELECT a.STUDYID,
       'AE' AS RDOMAIN,
       a.USUBJID,
       'AESEQ' AS IDVAR,
       a.AESEQ::INTEGER::VARCHAR AS IDVARVAL,
       QNAM,
       CASE WHEN QNAM LIKE 'AEACN%' THEN 'Action Taken with ' ELSE 'Relationship to ' END || DRUG AS QLABEL,
       QVAL,
       'CRF' AS QORIG,
       CASE WHEN QNAM LIKE 'AEREL%' THEN 'INVESTIGATOR' ELSE '' END AS QEVAL
FROM qualifier q
JOIN drug ON SUFFIX = right(QNAM, 3)
JOIN qc.dm d ON d.SUBJID = q.SUBJID
JOIN qc.ae a ON a.USUBJID = d.USUBJID AND a.AESPID = q.AESPID
WHERE QVAL <> ''
ORDER BY a.STUDYID, RDOMAIN, a.USUBJID, IDVAR, IDVARVAL, QNAM
