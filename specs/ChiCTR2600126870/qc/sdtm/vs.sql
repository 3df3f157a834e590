-- VS: one record for each vital sign that was measured, and for the surface or weight that a dose is worked out from, on the
-- day of the infusion; all in the units of the study already.
WITH answered AS (
    SELECT _row, SUBJID, VISIT, iso_datetime(VSDAT, VSTIM) AS VSDTC, 'VITAL SIGNS' AS VSSPID, FIELD, RESULT
    FROM (UNPIVOT raw.vital_signs ON TEMP, PULSE, SYSBP, DIABP, WEIGHT, HEIGHT INTO NAME FIELD VALUE RESULT)
    UNION ALL
    SELECT _row, SUBJID, VISIT, iso_date(OXSTDAT), 'OXALIPLATIN', 'BSA', OXBSA FROM raw.oxaliplatin WHERE term('NY', OXYN) <> ''
    UNION ALL
    SELECT _row, SUBJID, VISIT, iso_date(BEVSTDAT), 'BEVACIZUMAB', 'WEIGHT', BEVWT FROM raw.bevacizumab WHERE term('NY', BEVYN) <> ''),

measured AS (
    SELECT _row, narrow(SUBJID) AS SUBJID, VISIT, VSDTC, VSSPID, FIELD, narrow(RESULT) AS RESULT
    FROM answered WHERE plain_number(narrow(RESULT)) IS NOT NULL),  -- words are no measurement

named AS (
    SELECT d.STUDYID, d.USUBJID, d.RFICDTC, d.RFSTDTC, d.RFXSTDTC, d.RFXENDTC, t.EOTDTC, m.*, v.VISITNUM, v.VISIT AS VISIT_NAME,
           row_number() OVER (PARTITION BY d.USUBJID ORDER BY FIELD, v.VISITNUM, VSDTC, VSSPID, m._row) AS VSSEQ
    FROM measured m
    JOIN qc.dm d ON d.SUBJID = m.SUBJID
    LEFT JOIN treatment_end t ON t.SUBJID = m.SUBJID
    LEFT JOIN visit_of v ON v.SUBJID = m.SUBJID AND v.COLLECTED = term('VISIT', m.VISIT)),

-- The last measurement before the first dose.
baseline AS (
    SELECT USUBJID, arg_max(VSSEQ, (VSDTC, VSSEQ)) AS VSSEQ
    FROM named WHERE before_dose(VSDTC, RFXSTDTC)
    GROUP BY USUBJID, FIELD)

SELECT n.STUDYID,
       'VS' AS DOMAIN,
       n.USUBJID,
       n.VSSEQ,
       VSSPID,
       FIELD AS VSTESTCD,
       CASE FIELD WHEN 'TEMP' THEN 'Temperature' WHEN 'PULSE' THEN 'Pulse Rate' WHEN 'SYSBP' THEN 'Systolic Blood Pressure'
            WHEN 'DIABP' THEN 'Diastolic Blood Pressure' WHEN 'WEIGHT' THEN 'Weight' WHEN 'HEIGHT' THEN 'Height' WHEN 'BSA' THEN 'Body Surface Area' END AS VSTEST,
       RESULT AS VSORRES,
       CASE FIELD WHEN 'TEMP' THEN 'C' WHEN 'PULSE' THEN 'beats/min' WHEN 'WEIGHT' THEN 'kg' WHEN 'HEIGHT' THEN 'cm' WHEN 'BSA' THEN 'm2' ELSE 'mmHg' END AS VSORRESU,
       RESULT AS VSSTRESC,
       plain_number(RESULT) AS VSSTRESN,
       VSORRESU AS VSSTRESU,
       CASE WHEN b.VSSEQ IS NOT NULL THEN 'Y' ELSE '' END AS VSLOBXFL,
       n.VISITNUM,
       VISIT_NAME AS VISIT,
       finding_epoch(VSDTC, RFICDTC, RFXSTDTC, RFXENDTC, EOTDTC) AS EPOCH,
       VSDTC,
       study_day(VSDTC, RFSTDTC) AS VSDY
FROM named n
LEFT JOIN baseline b ON b.USUBJID = n.USUBJID AND b.VSSEQ = n.VSSEQ
ORDER BY n.STUDYID, n.USUBJID, VSTESTCD, VISITNUM, VSDTC, VSSPID, n.VSSEQ
