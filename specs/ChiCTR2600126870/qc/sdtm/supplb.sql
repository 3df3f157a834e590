-- SUPPLB: whether a chemistry panel holds a clinically significant abnormality, with each of its results.
WITH panel AS (
    SELECT narrow(c.SUBJID) AS SUBJID, v.VISIT, term('LAB', LABNAM) AS LBNAM, iso_datetime(LBDAT, LBTIM) AS LBDTC,
           term('NY', CLSIG) AS QVAL
    FROM raw.chemistry c
    LEFT JOIN visit_of v ON v.SUBJID = narrow(c.SUBJID) AND v.COLLECTED = term('VISIT', c.VISIT))

SELECT l.STUDYID,
       'LB' AS RDOMAIN,
       l.USUBJID,
       'LBSEQ' AS IDVAR,
       l.LBSEQ::INTEGER::VARCHAR AS IDVARVAL,
       'LBPANCS' AS QNAM,
       text_of('检查组有临床意义结果', 'Clinically Significant Result in Panel') AS QLABEL,
       QVAL,
       'CRF' AS QORIG,
       'INVESTIGATOR' AS QEVAL
FROM panel p
JOIN qc.dm d ON d.SUBJID = p.SUBJID
JOIN qc.lb l ON l.USUBJID = d.USUBJID AND l.LBDTC = p.LBDTC AND l.LBNAM = p.LBNAM AND l.VISIT = p.VISIT
WHERE QVAL <> '' AND l.LBTESTCD IN (SELECT LBTESTCD FROM spec.lb_tests WHERE FORM = 'chemistry')
ORDER BY l.STUDYID, RDOMAIN, l.USUBJID, IDVAR, IDVARVAL, QNAM
