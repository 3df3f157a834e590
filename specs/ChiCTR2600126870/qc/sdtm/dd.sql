-- DD: the primary cause of death in words and by category, and whether there was an autopsy.
WITH told AS (
    SELECT narrow(SUBJID) AS SUBJID, 'PRCDTH' AS DDTESTCD, 'Primary Cause of Death' AS DDTEST,
           text_of(DTHCAUS, coalesce(nullif(trimmed(DTHCAUS_EN), ''), DTHCAUS)) AS RESULT, term('DTHCAT', DTHCAT) AS DDRESCAT, iso_date(DTHDAT) AS DDDTC
    FROM raw.death
    UNION ALL
    SELECT narrow(SUBJID), 'AUTOPIND', 'Autopsy Indicator', term('NY', DTHAUT), '', iso_date(DTHDAT)
    FROM raw.death)

SELECT d.STUDYID,
       'DD' AS DOMAIN,
       d.USUBJID,
       row_number() OVER (PARTITION BY d.USUBJID ORDER BY DDTESTCD) AS DDSEQ,
       DDTESTCD,
       DDTEST,
       RESULT AS DDORRES,
       RESULT AS DDSTRESC,
       DDRESCAT,
       DDDTC,
       study_day(DDDTC, d.RFSTDTC) AS DDDY
FROM told t
JOIN qc.dm d ON d.SUBJID = t.SUBJID
WHERE RESULT <> ''
ORDER BY d.STUDYID, d.USUBJID, DDTESTCD
