-- SUPPEC: whether the dose was adjusted, of each record of EC of which the form says it; and whether the data cut ended it.
WITH asked AS (
    SELECT 'OXALIPLATIN' AS ECTRT, narrow(SUBJID) AS SUBJID, term('VISIT', VISIT) AS COLLECTED, '' AS ECSPID, 'ADJFL' AS QNAM, term('NY', OXADJ) AS QVAL FROM raw.oxaliplatin
    UNION ALL
    SELECT 'CAPECITABINE', narrow(SUBJID), term('VISIT', VISIT), narrow(CAPSEQ), 'ADJFL', term('NY', CAPADJ) FROM raw.capecitabine
    UNION ALL
    SELECT 'BEVACIZUMAB', narrow(SUBJID), term('VISIT', VISIT), '', 'ADJFL', term('NY', BEVADJ) FROM raw.bevacizumab
    UNION ALL
    SELECT TRT, SUBJID, COLLECTED, SPID, 'CUTFL', 'Y' FROM ended)

SELECT d.STUDYID,
       'EC' AS RDOMAIN,
       d.USUBJID,
       'ECSEQ' AS IDVAR,
       e.ECSEQ::INTEGER::VARCHAR AS IDVARVAL,
       q.QNAM,
       CASE q.QNAM WHEN 'CUTFL' THEN text_of('结束日期设为数据截止日', 'End Date Set to the Data Cut') ELSE text_of('剂量调整中断或未给药', 'Dose Adjusted, Interrupted or Not Given') END AS QLABEL,
       QVAL,
       CASE q.QNAM WHEN 'CUTFL' THEN 'Derived' ELSE 'CRF' END AS QORIG,
       '' AS QEVAL
FROM asked q
JOIN qc.dm d ON d.SUBJID = q.SUBJID
JOIN visit_of v ON v.SUBJID = q.SUBJID AND v.COLLECTED = q.COLLECTED
JOIN qc.ec e ON e.USUBJID = d.USUBJID AND e.ECTRT = q.ECTRT AND e.ECSPID = q.ECSPID AND e.VISIT = v.VISIT AND e.ECMOOD = 'PERFORMED'
WHERE QVAL <> ''
ORDER BY d.STUDYID, RDOMAIN, d.USUBJID, IDVAR, IDVARVAL, q.QNAM
