-- SUPPPR: donor of the transplanted liver, and whether the tumour met the Milan criteria.
WITH told AS (
    SELECT narrow(受试者编号) AS SUBJID, 'DONOR' AS QNAM, text_of('肝供体类型', 'Type of Liver Donor') AS QLABEL, term('DONOR', 供体类型) AS QVAL FROM raw.history
    UNION ALL
    SELECT narrow(受试者编号), 'MILAN', text_of('移植时符合米兰标准', 'Within Milan Criteria at Transplantation'), term('NY', 符合米兰标准) FROM raw.history)

SELECT d.STUDYID,
       'PR' AS RDOMAIN,
       d.USUBJID,
       'PRSEQ' AS IDVAR,
       p.PRSEQ::INTEGER::VARCHAR AS IDVARVAL,
       QNAM,
       QLABEL,
       QVAL,
       'CRF' AS QORIG,
       '' AS QEVAL
FROM told t
JOIN qc.dm d ON d.SUBJID = t.SUBJID
JOIN qc.pr p ON p.USUBJID = d.USUBJID AND p.PRCAT = 'PRIOR TRANSPLANTATION'
WHERE QVAL <> ''
ORDER BY d.STUDYID, RDOMAIN, d.USUBJID, IDVAR, IDVARVAL, QNAM
