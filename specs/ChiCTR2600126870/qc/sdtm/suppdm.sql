-- SUPPDM: the nationality group, in its translation.
SELECT d.STUDYID,
       'DM' AS RDOMAIN,
       d.USUBJID,
       '' AS IDVAR,
       '' AS IDVARVAL,
       'NATION' AS QNAM,
       'Nationality Group in China' AS QLABEL,
       english(r.NATION_EN) AS QVAL,
       'CRF' AS QORIG,
       '' AS QEVAL
FROM raw.demography r
JOIN qc.dm d ON d.SUBJID = narrow(r.SUBJID)
WHERE english(r.NATION_EN) <> ''
ORDER BY d.STUDYID, d.USUBJID
