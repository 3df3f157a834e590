-- SUPPTU: description of each lesion and whether it is a lymph node, from its first scan as in TU.
WITH seen AS (
    SELECT narrow(SUBJID) AS SUBJID, trimmed(TLNO) AS LESION, english(TLDESC_EN) AS TUDESC, term('NY', TLNODE) AS TUNODE,
           iso_date(TLDAT) AS TUDTC, _row
    FROM raw.target_lesions
    UNION ALL
    SELECT narrow(SUBJID), trimmed(NTLNO), english(NTLDESC_EN), term('NY', NTLNODE), iso_date(NTLDAT), _row
    FROM raw.nontarget_lesions
    UNION ALL
    SELECT narrow(SUBJID), trimmed(NLNO), english(NLDESC_EN), '', iso_date(NLDAT), _row
    FROM raw.new_lesions),

identified AS (
    SELECT * FROM seen
    QUALIFY row_number() OVER (PARTITION BY SUBJID, LESION ORDER BY TUDTC = '', TUDTC, _row) = 1)

SELECT t.STUDYID,
       'TU' AS RDOMAIN,
       t.USUBJID,
       'TUSEQ' AS IDVAR,
       t.TUSEQ::INTEGER::VARCHAR AS IDVARVAL,
       QNAM,
       CASE QNAM WHEN 'TUDESC' THEN 'Description of the Lesion' ELSE 'Lymph Node' END AS QLABEL,
       QVAL,
       'CRF' AS QORIG,
       '' AS QEVAL
FROM (UNPIVOT identified ON TUDESC, TUNODE INTO NAME QNAM VALUE QVAL) i
JOIN qc.dm d ON d.SUBJID = i.SUBJID
JOIN qc.tu t ON t.USUBJID = d.USUBJID AND t.TULNKID = i.LESION
WHERE QVAL <> ''
ORDER BY t.STUDYID, RDOMAIN, t.USUBJID, IDVAR, IDVARVAL, QNAM
