-- MH: diagnosis and first recurrence of the cancer with their dates; hepatitis and sites of recurrence as asked.
WITH told AS (
    SELECT 1 AS PLACE, _row, 受试者编号 AS SUBJID, 'HEPATOCELLULAR CARCINOMA' AS MHTERM, 'PRIMARY DIAGNOSIS' AS MHCAT, '' AS MHPRESP, '' AS MHOCCUR,
           iso_date(肝癌诊断日期) AS MHSTDTC
    FROM raw.history WHERE trimmed(肝癌诊断日期) <> ''
    UNION ALL
    SELECT 2, _row, 受试者编号, 'RECURRENCE OF HEPATOCELLULAR CARCINOMA', 'DISEASE HISTORY', '', '', iso_date(首次复发日期)
    FROM raw.history WHERE trimmed(首次复发日期) <> ''
    UNION ALL
    SELECT 3, _row, 受试者编号, m.MHTERM, m.MHCAT, 'Y', term('NY', ANSWER), ''
    FROM (UNPIVOT raw.history ON 乙型肝炎, 丙型肝炎, 肝转移, 肺转移, 淋巴结转移, 骨转移, 肾上腺转移, 腹膜转移 INTO NAME FIELD VALUE ANSWER) h
    JOIN spec.mh_terms m ON m.FIELD = h.FIELD
    WHERE trimmed(ANSWER) <> '')

SELECT d.STUDYID,
       'MH' AS DOMAIN,
       d.USUBJID,
       row_number() OVER (PARTITION BY d.USUBJID ORDER BY MHCAT, MHTERM, PLACE, _row) AS MHSEQ,
       MHTERM,
       MHCAT,
       MHPRESP,
       MHOCCUR,
       MHSTDTC,
       study_day(MHSTDTC, d.RFSTDTC) AS MHSTDY,
       start_place(MHSTDTC, '', d.RFSTDTC, d.RFENDTC) AS MHSTRF
FROM told t
JOIN qc.dm d ON d.SUBJID = narrow(t.SUBJID)
ORDER BY d.STUDYID, d.USUBJID, MHCAT, MHTERM, MHSEQ
