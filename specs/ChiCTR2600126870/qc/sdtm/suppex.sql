-- SUPPEX: each period of EX that the data cut ended.
SELECT x.STUDYID,
       'EX' AS RDOMAIN,
       x.USUBJID,
       'EXSEQ' AS IDVAR,
       x.EXSEQ::INTEGER::VARCHAR AS IDVARVAL,
       'CUTFL' AS QNAM,
       text_of('结束日期设为数据截止日', 'End Date Set to the Data Cut') AS QLABEL,
       'Y' AS QVAL,
       'Derived' AS QORIG,
       '' AS QEVAL
FROM ended c
JOIN qc.dm d ON d.SUBJID = c.SUBJID
JOIN visit_of v ON v.SUBJID = c.SUBJID AND v.COLLECTED = c.COLLECTED
JOIN qc.ex x ON x.USUBJID = d.USUBJID AND x.EXTRT = c.TRT AND x.EXSPID = c.SPID AND x.VISIT = v.VISIT
ORDER BY x.STUDYID, x.USUBJID, IDVARVAL
