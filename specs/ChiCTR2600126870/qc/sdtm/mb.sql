-- MB: hepatitis B surface antigen, hepatitis B DNA and hepatitis C RNA, one record for each that was tested.
WITH tested AS (
    SELECT _row, narrow(受试者编号) AS SUBJID, term('VISIT', 访视) AS COLLECTED, term('LAB', 检验单位) AS MBNAM, iso_date(采样日期) AS MBDTC, FIELD,
           coalesce(nullif(term('PRESENCE', RESULT), ''), narrow(RESULT)) AS RESULT
    FROM (UNPIVOT raw.virology ON 乙肝表面抗原, 乙肝病毒DNA, 丙肝病毒RNA INTO NAME FIELD VALUE RESULT)
    WHERE narrow(RESULT) <> ''),

named AS (
    SELECT d.STUDYID, d.USUBJID, d.RFICDTC, d.RFSTDTC, d.RFXSTDTC, d.RFXENDTC, e.EOTDTC, t.*, v.VISITNUM, v.VISIT,
           CASE FIELD WHEN '乙肝表面抗原' THEN 'HBSAG' WHEN '乙肝病毒DNA' THEN 'HBDNA' ELSE 'HCRNA' END AS MBTESTCD,
           CASE FIELD WHEN '乙肝表面抗原' THEN '' ELSE 'IU/mL' END AS UNIT,
           row_number() OVER (PARTITION BY d.USUBJID ORDER BY MBTESTCD, v.VISITNUM, MBDTC, t._row) AS MBSEQ
    FROM tested t
    JOIN qc.dm d ON d.SUBJID = t.SUBJID
    LEFT JOIN treatment_end e ON e.SUBJID = t.SUBJID
    LEFT JOIN visit_of v ON v.SUBJID = t.SUBJID AND v.COLLECTED = t.COLLECTED),

baseline AS (
    SELECT USUBJID, arg_max(MBSEQ, (MBDTC, MBSEQ)) AS MBSEQ
    FROM named WHERE before_dose(MBDTC, RFXSTDTC)
    GROUP BY USUBJID, MBTESTCD)

SELECT n.STUDYID,
       'MB' AS DOMAIN,
       n.USUBJID,
       n.MBSEQ,
       MBTESTCD,
       CASE MBTESTCD WHEN 'HBSAG' THEN 'Hepatitis B Virus Surface Antigen' WHEN 'HBDNA' THEN 'Hepatitis B Virus DNA' ELSE 'Hepatitis C Virus RNA' END AS MBTEST,
       RESULT AS MBORRES,
       UNIT AS MBORRESU,
       RESULT AS MBSTRESC,
       plain_number(RESULT) AS MBSTRESN,
       UNIT AS MBSTRESU,
       MBNAM,
       'SERUM' AS MBSPEC,
       CASE MBTESTCD WHEN 'HBSAG' THEN 'IMMUNOCHEMILUMINOMETRIC ASSAY' ELSE 'REAL-TIME POLYMERASE CHAIN REACTION ASSAY' END AS MBMETHOD,
       CASE WHEN b.MBSEQ IS NOT NULL THEN 'Y' ELSE '' END AS MBLOBXFL,
       VISITNUM,
       VISIT,
       finding_epoch(MBDTC, RFICDTC, RFXSTDTC, RFXENDTC, EOTDTC) AS EPOCH,
       MBDTC,
       study_day(MBDTC, RFSTDTC) AS MBDY
FROM named n
LEFT JOIN baseline b ON b.USUBJID = n.USUBJID AND b.MBSEQ = n.MBSEQ
ORDER BY n.STUDYID, n.USUBJID, MBTESTCD, VISITNUM, MBDTC, n.MBSEQ
