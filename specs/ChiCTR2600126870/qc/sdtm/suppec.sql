-- SUPPEC: what the dose of each record of EC was worked out from, and whether it was adjusted.
WITH asked AS (
    SELECT 'OXALIPLATIN' AS ECTRT, narrow(SUBJID) AS SUBJID, term('VISIT', VISIT) AS COLLECTED, '' AS ECSPID, narrow(OXBSA) AS BSA, '' AS WEIGHT, term('NY', OXADJ) AS ADJFL
    FROM raw.oxaliplatin
    UNION ALL
    SELECT 'CAPECITABINE', narrow(SUBJID), term('VISIT', VISIT), narrow(CAPSEQ), '', '', term('NY', CAPADJ)
    FROM raw.capecitabine
    UNION ALL
    SELECT 'BEVACIZUMAB', narrow(SUBJID), term('VISIT', VISIT), '', '', narrow(BEVWT), term('NY', BEVADJ)
    FROM raw.bevacizumab),

qualifier AS (
    SELECT *, CASE QNAM WHEN 'BSA' THEN 'Body Surface Area (m2)'
                        WHEN 'WEIGHT' THEN 'Weight (kg)' WHEN 'ADJFL' THEN 'Dose Adjusted, Interrupted or Not Given' END AS QLABEL
    FROM (UNPIVOT asked ON BSA, WEIGHT, ADJFL INTO NAME QNAM VALUE QVAL)
    WHERE QVAL <> '')

SELECT d.STUDYID,
       'EC' AS RDOMAIN,
       d.USUBJID,
       'ECSEQ' AS IDVAR,
       e.ECSEQ::INTEGER::VARCHAR AS IDVARVAL,
       QNAM,
       QLABEL,
       QVAL,
       'CRF' AS QORIG,
       '' AS QEVAL
FROM qualifier q
JOIN qc.dm d ON d.SUBJID = q.SUBJID
JOIN visit_of v ON v.SUBJID = q.SUBJID AND v.COLLECTED = q.COLLECTED
JOIN qc.ec e ON e.USUBJID = d.USUBJID AND e.ECTRT = q.ECTRT AND e.ECSPID = q.ECSPID AND e.VISIT = v.VISIT AND e.ECMOOD = 'PERFORMED'
ORDER BY d.STUDYID, RDOMAIN, d.USUBJID, IDVAR, IDVARVAL, QNAM
