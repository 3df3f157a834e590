-- IS: the antibody to the hepatitis C virus.
WITH tested AS (
    SELECT _row, narrow(受试者编号) AS SUBJID, term('VISIT', 访视) AS COLLECTED, term('LAB', 检验单位) AS ISNAM, iso_date(采样日期) AS ISDTC,
           coalesce(nullif(term('PRESENCE', 丙肝抗体), ''), narrow(丙肝抗体)) AS RESULT
    FROM raw.virology WHERE narrow(丙肝抗体) <> ''),

named AS (
    SELECT d.STUDYID, d.USUBJID, d.RFICDTC, d.RFSTDTC, d.RFXSTDTC, d.RFXENDTC, e.EOTDTC, t.*, v.VISITNUM, v.VISIT,
           row_number() OVER (PARTITION BY d.USUBJID ORDER BY v.VISITNUM, ISDTC, t._row) AS ISSEQ
    FROM tested t
    JOIN qc.dm d ON d.SUBJID = t.SUBJID
    LEFT JOIN treatment_end e ON e.SUBJID = t.SUBJID
    LEFT JOIN visit_of v ON v.SUBJID = t.SUBJID AND v.COLLECTED = t.COLLECTED),

baseline AS (
    SELECT USUBJID, arg_max(ISSEQ, (ISDTC, ISSEQ)) AS ISSEQ
    FROM named WHERE before_dose(ISDTC, RFXSTDTC)
    GROUP BY USUBJID)

SELECT n.STUDYID,
       'IS' AS DOMAIN,
       n.USUBJID,
       n.ISSEQ,
       'MBAB' AS ISTESTCD,
       'Microbial-induced Antibody' AS ISTEST,
       'HEPATITIS C VIRUS' AS ISBDAGNT,
       RESULT AS ISORRES,
       '' AS ISORRESU,
       '' AS ISORNRLO,
       '' AS ISORNRHI,
       RESULT AS ISSTRESC,
       NULL::DOUBLE AS ISSTRESN,
       '' AS ISSTRESU,
       NULL::DOUBLE AS ISSTNRLO,
       NULL::DOUBLE AS ISSTNRHI,
       '' AS ISNRIND,
       ISNAM,
       'SERUM' AS ISSPEC,
       'IMMUNOCHEMILUMINOMETRIC ASSAY' AS ISMETHOD,
       CASE WHEN b.ISSEQ IS NOT NULL THEN 'Y' ELSE '' END AS ISLOBXFL,
       NULL::DOUBLE AS ISLLOQ,
       VISITNUM,
       VISIT,
       finding_epoch(ISDTC, RFICDTC, RFXSTDTC, RFXENDTC, EOTDTC) AS EPOCH,
       ISDTC,
       study_day(ISDTC, RFSTDTC) AS ISDY
FROM named n
LEFT JOIN baseline b ON b.USUBJID = n.USUBJID AND b.ISSEQ = n.ISSEQ
ORDER BY n.STUDYID, n.USUBJID, ISTESTCD, ISBDAGNT, VISITNUM, ISDTC, n.ISSEQ
