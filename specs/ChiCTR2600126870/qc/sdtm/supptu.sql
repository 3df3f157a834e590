-- SUPPTU: description of each lesion and whether it is a lymph node, from its first scan as in TU.
WITH seen AS (
    SELECT narrow(SUBJID) AS SUBJID, trimmed(TLNO) AS LESION, text_of(TLDESC, TLDESC_EN) AS TUDESC, term('NY', TLNODE) AS TUNODE,
           iso_date(TLDAT) AS TUDTC, _row
    FROM raw.target_lesions
    UNION ALL
    SELECT narrow(SUBJID), trimmed(NTLNO), text_of(NTLDESC, NTLDESC_EN), term('NY', NTLNODE), iso_date(NTLDAT), _row
    FROM raw.nontarget_lesions
    UNION ALL
    SELECT narrow(SUBJID), trimmed(NLNO), text_of(NLDESC, NLDESC_EN), '', iso_date(NLDAT), _row
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
       CASE QNAM WHEN 'TUDESC' THEN text_of('病灶描述', 'Description of the Lesion') ELSE text_of('淋巴结', 'Lymph Node') END AS QLABEL,
       QVAL,
       'CRF' AS QORIG,
       '' AS QEVAL
FROM (UNPIVOT identified ON TUDESC, TUNODE INTO NAME QNAM VALUE QVAL) i
JOIN qc.dm d ON d.SUBJID = i.SUBJID
JOIN qc.tu t ON t.USUBJID = d.USUBJID AND t.TULNKID = i.LESION
WHERE QVAL <> ''
ORDER BY t.STUDYID, RDOMAIN, t.USUBJID, IDVAR, IDVARVAL, QNAM
