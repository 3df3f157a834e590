-- EG: one record for each measurement of an electrocardiogram and for its interpretation, or one that says it was not done.
WITH form AS (
    SELECT _row, narrow(SUBJID) AS SUBJID, term('VISIT', VISIT) AS COLLECTED, term('NY', EGYN) AS DONE, iso_datetime(EGDAT, EGTIM) AS EGDTC,
           narrow(HR) AS EGHRMN, narrow(PR) AS PRAG, narrow(QRS) AS QRSAG, narrow(QT) AS QTAG, narrow(QTCF) AS QTCFAG,
           term('EGINTP', EGINTP) AS INTP, text_of(EGREAS, coalesce(nullif(trimmed(EGREAS_EN), ''), EGREAS)) AS REASON
    FROM raw.ecg),

found AS (
    SELECT _row, SUBJID, COLLECTED, EGDTC, EGTESTCD, EGORRES, CASE WHEN EGTESTCD = 'INTP' THEN split_part(EGORRES, ',', 1) ELSE EGORRES END AS EGSTRESC,
           '' AS EGSTAT, '' AS EGREASND, '12 LEAD STANDARD' AS EGMETHOD
    FROM (UNPIVOT form ON EGHRMN, PRAG, QRSAG, QTAG, QTCFAG, INTP INTO NAME EGTESTCD VALUE EGORRES)
    WHERE EGORRES <> '' AND (DONE <> 'N' OR EGTESTCD = 'INTP')
    UNION ALL
    SELECT _row, SUBJID, COLLECTED, EGDTC, 'EGALL', '', '', 'NOT DONE', REASON, ''
    FROM form WHERE DONE = 'N'),

named AS (
    SELECT d.STUDYID, d.USUBJID, d.RFICDTC, d.RFSTDTC, d.RFXSTDTC, d.RFXENDTC, t.EOTDTC, f.*, v.VISITNUM, v.VISIT,
           CASE EGTESTCD WHEN 'EGHRMN' THEN 'ECG Mean Heart Rate' WHEN 'PRAG' THEN 'PR Interval, Aggregate' WHEN 'QRSAG' THEN 'QRS Duration, Aggregate'
               WHEN 'QTAG' THEN 'QT Interval, Aggregate' WHEN 'QTCFAG' THEN 'QTcF Interval, Aggregate' WHEN 'INTP' THEN 'Interpretation'
               WHEN 'EGALL' THEN 'Electrocardiogram' END AS EGTEST,
           CASE WHEN EGTESTCD = 'EGHRMN' THEN 'beats/min' WHEN EGTESTCD IN ('INTP', 'EGALL') THEN '' ELSE 'ms' END AS UNIT,
           row_number() OVER (PARTITION BY d.USUBJID ORDER BY EGTESTCD, v.VISITNUM, EGDTC, f._row) AS EGSEQ
    FROM found f
    JOIN qc.dm d ON d.SUBJID = f.SUBJID
    LEFT JOIN treatment_end t ON t.SUBJID = f.SUBJID
    LEFT JOIN visit_of v ON v.SUBJID = f.SUBJID AND v.COLLECTED = f.COLLECTED),

-- The last result before the first dose.
baseline AS (
    SELECT USUBJID, arg_max(EGSEQ, (EGDTC, EGSEQ)) AS EGSEQ
    FROM named WHERE EGORRES <> '' AND before_dose(EGDTC, RFXSTDTC)
    GROUP BY USUBJID, EGTESTCD)

SELECT n.STUDYID,
       'EG' AS DOMAIN,
       n.USUBJID,
       n.EGSEQ,
       EGTESTCD,
       EGTEST,
       EGORRES,
       UNIT AS EGORRESU,
       EGSTRESC,
       plain_number(EGSTRESC) AS EGSTRESN,
       UNIT AS EGSTRESU,
       EGSTAT,
       EGREASND,
       EGMETHOD,
       CASE WHEN b.EGSEQ IS NOT NULL THEN 'Y' ELSE '' END AS EGLOBXFL,
       CASE WHEN EGTESTCD = 'INTP' THEN 'INVESTIGATOR' ELSE '' END AS EGEVAL,
       CASE EGORRES WHEN 'ABNORMAL, CLINICALLY SIGNIFICANT' THEN 'Y' WHEN 'ABNORMAL, NOT CLINICALLY SIGNIFICANT' THEN 'N' ELSE '' END AS EGCLSIG,
       VISITNUM,
       VISIT,
       finding_epoch(EGDTC, RFICDTC, RFXSTDTC, RFXENDTC, EOTDTC) AS EPOCH,
       EGDTC,
       study_day(EGDTC, RFSTDTC) AS EGDY
FROM named n
LEFT JOIN baseline b ON b.USUBJID = n.USUBJID AND b.EGSEQ = n.EGSEQ
ORDER BY n.STUDYID, n.USUBJID, EGTESTCD, VISITNUM, EGDTC, n.EGSEQ
