-- SUPPDM: the nationality group, in its translation.
SELECT d.STUDYID,
       'DM' AS RDOMAIN,
       d.USUBJID,
       '' AS IDVAR,
       '' AS IDVARVAL,
       'NATION' AS QNAM,
       text_of('民族', 'Nationality Group in China') AS QLABEL,
       text_of(r.NATION, r.NATION_EN) AS QVAL,
       'CRF' AS QORIG,
       '' AS QEVAL
FROM raw.demography r
JOIN qc.dm d ON d.SUBJID = narrow(r.SUBJID)
WHERE text_of(r.NATION, r.NATION_EN) <> ''
ORDER BY d.STUDYID, d.USUBJID
