-- SUPPEC: whether the dose was adjusted, of each record of EC of which the form says it.
WITH asked AS (
    SELECT 'OXALIPLATIN' AS ECTRT, narrow(SUBJID) AS SUBJID, term('VISIT', VISIT) AS COLLECTED, '' AS ECSPID, term('NY', OXADJ) AS QVAL FROM raw.oxaliplatin
    UNION ALL
    SELECT 'CAPECITABINE', narrow(SUBJID), term('VISIT', VISIT), narrow(CAPSEQ), term('NY', CAPADJ) FROM raw.capecitabine
    UNION ALL
    SELECT 'BEVACIZUMAB', narrow(SUBJID), term('VISIT', VISIT), '', term('NY', BEVADJ) FROM raw.bevacizumab)

SELECT d.STUDYID,
       'EC' AS RDOMAIN,
       d.USUBJID,
       'ECSEQ' AS IDVAR,
       e.ECSEQ::INTEGER::VARCHAR AS IDVARVAL,
       'ADJFL' AS QNAM,
       'Dose Adjusted, Interrupted or Not Given' AS QLABEL,
       QVAL,
       'CRF' AS QORIG,
       '' AS QEVAL
FROM asked q
JOIN qc.dm d ON d.SUBJID = q.SUBJID
JOIN visit_of v ON v.SUBJID = q.SUBJID AND v.COLLECTED = q.COLLECTED
JOIN qc.ec e ON e.USUBJID = d.USUBJID AND e.ECTRT = q.ECTRT AND e.ECSPID = q.ECSPID AND e.VISIT = v.VISIT AND e.ECMOOD = 'PERFORMED'
WHERE QVAL <> ''
ORDER BY d.STUDYID, RDOMAIN, d.USUBJID, IDVAR, IDVARVAL, QNAM
