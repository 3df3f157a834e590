-- SUPPDV: which rule found a deviation, who tells of it, how severe it is, and whether it led to exclusion.
SELECT v.STUDYID,
       'DV' AS RDOMAIN,
       v.USUBJID,
       'DVSEQ' AS IDVAR,
       v.SEQ::INTEGER::VARCHAR AS IDVARVAL,
       q.QNAM,
       q.QLABEL,
       CASE q.QNAM
           WHEN 'DVCLASS' THEN v.CLASS WHEN 'DVEXCL' THEN v.EXCL WHEN 'DVRULE' THEN v.RULE
           ELSE concat_ws(' AND ', CASE WHEN v.SPID <> '' THEN 'CRF' END, CASE WHEN v.RULE <> '' THEN 'RULE' END) END AS QVAL,
       q.QORIG,
       '' AS QEVAL
FROM qc._deviations v, (VALUES
    ('DVCLASS', text_of('偏离严重程度', 'Severity of the Deviation'), 'Derived'),
    ('DVEXCL', text_of('偏离导致剔除', 'Deviation Led to Exclusion'), 'CRF'),
    ('DVRULE', text_of('发现偏离的规则', 'Rule That Found the Deviation'), 'Assigned'),
    ('DVSRC', text_of('偏离来源', 'Source of the Deviation'), 'Derived')) q(QNAM, QLABEL, QORIG)
WHERE QVAL <> ''
ORDER BY v.STUDYID, RDOMAIN, v.USUBJID, IDVAR, IDVARVAL, QNAM
