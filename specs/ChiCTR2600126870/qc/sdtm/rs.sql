-- RS: one record for each answer on the forms of response, ECOG status and Child-Pugh classification.
WITH answer AS (
    SELECT 'response' AS FORM, _row, narrow(SUBJID) AS SUBJID, VISIT, iso_date(RSDAT) AS RSDTC, FIELD,
           term(CASE FIELD WHEN 'RSNEW' THEN 'NY' ELSE 'ONCRSR' END, ANSWER) AS RESULT
    FROM (UNPIVOT raw.response ON RSTRG, RSNTRG, RSNEW, RSOVRL INTO NAME FIELD VALUE ANSWER)
    UNION ALL
    SELECT 'ecog', _row, narrow(SUBJID), VISIT, iso_date(ECOGDAT), 'ECOG', narrow(ECOG)
    FROM raw.ecog
    UNION ALL
    SELECT 'child_pugh', _row, narrow(SUBJID), VISIT, iso_date(CPDAT), FIELD,
           CASE FIELD WHEN 'CPCLASS' THEN term('CPCLASS', ANSWER) ELSE narrow(ANSWER) END
    FROM (UNPIVOT raw.child_pugh ON CPENCEPH, CPASCIT, CPBILI, CPALB, CPPT, CPSCORE, CPCLASS INTO NAME FIELD VALUE ANSWER)),

numbered AS (
    SELECT d.STUDYID, d.USUBJID, d.RFICDTC, d.RFSTDTC, d.RFXSTDTC, d.RFXENDTC, t.EOTDTC,
           CASE a.FORM WHEN 'response' THEN term('VISIT', a.VISIT) ELSE '' END AS RSLNKGRP,
           p.RSTESTCD, p.RSTEST, p.RSCAT, p.RSEVAL, RESULT, v.VISITNUM, v.VISIT, RSDTC,
           row_number() OVER (PARTITION BY d.USUBJID ORDER BY RSCAT, v.VISITNUM, RSDTC, RSTESTCD, a._row) AS RSSEQ
    FROM answer a
    JOIN spec.rs_tests p ON p.FORM = a.FORM AND p.FIELD = a.FIELD
    JOIN qc.dm d ON d.SUBJID = a.SUBJID
    LEFT JOIN treatment_end t ON t.SUBJID = a.SUBJID
    LEFT JOIN visit_of v ON v.SUBJID = a.SUBJID AND v.COLLECTED = term('VISIT', a.VISIT)
    WHERE RESULT <> ''),

-- The last result of the test before the first dose.
baseline AS (
    SELECT USUBJID, arg_max(RSSEQ, (RSDTC, RSSEQ)) AS RSSEQ
    FROM numbered WHERE before_dose(RSDTC, RFXSTDTC)
    GROUP BY USUBJID, RSCAT, RSTESTCD)

SELECT n.STUDYID,
       'RS' AS DOMAIN,
       n.USUBJID,
       n.RSSEQ,
       RSLNKGRP,
       RSTESTCD,
       RSTEST,
       RSCAT,
       RESULT AS RSORRES,
       RESULT AS RSSTRESC,
       plain_number(RESULT) AS RSSTRESN,
       CASE WHEN b.RSSEQ IS NOT NULL THEN 'Y' ELSE '' END AS RSLOBXFL,
       RSEVAL,
       VISITNUM,
       VISIT,
       finding_epoch(RSDTC, RFICDTC, RFXSTDTC, RFXENDTC, EOTDTC) AS EPOCH,
       RSDTC,
       study_day(RSDTC, RFSTDTC) AS RSDY
FROM numbered n
LEFT JOIN baseline b ON b.USUBJID = n.USUBJID AND b.RSSEQ = n.RSSEQ
ORDER BY n.STUDYID, n.USUBJID, RSCAT, RSTESTCD, RSEVAL, VISITNUM, RSDTC, n.RSSEQ
