-- SV: one record for each visit of the schedule that is on the form, and for each unscheduled one that took place.
WITH listed AS (
    SELECT _row, narrow(SUBJID) AS SUBJID, term('VISIT', VISIT) AS COLLECTED, term('NY', VISDONE) AS DONE,
           text_of(VISREAS, coalesce(nullif(trimmed(VISREAS_EN), ''), VISREAS)) AS SVREASOC, iso_date(VISDAT) AS SVSTDTC,
           term('VISIT', VISIT) IN (SELECT VISIT FROM spec.visits) AS PLANNED
    FROM raw.visits)

SELECT d.STUDYID,
       'SV' AS DOMAIN,
       d.USUBJID,
       v.VISITNUM,
       v.VISIT,
       CASE WHEN PLANNED THEN 'Y' ELSE '' END AS SVPRESP,
       CASE WHEN PLANNED THEN DONE ELSE '' END AS SVOCCUR,
       SVREASOC,
       plain_number(p.VISITDY) AS VISITDY,
       SVSTDTC,
       SVSTDTC AS SVENDTC,
       study_day(SVSTDTC, d.RFSTDTC) AS SVSTDY,
       study_day(SVSTDTC, d.RFSTDTC) AS SVENDY
FROM listed l
JOIN qc.dm d ON d.SUBJID = l.SUBJID
LEFT JOIN visit_of v ON v.SUBJID = l.SUBJID AND v.COLLECTED = l.COLLECTED
LEFT JOIN spec.visits p ON p.VISIT = l.COLLECTED
WHERE PLANNED OR DONE <> 'N'
ORDER BY d.STUDYID, d.USUBJID, v.VISITNUM, _row
