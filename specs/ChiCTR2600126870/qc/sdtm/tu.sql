-- TU: one record for each lesion, from its first scan; a scan without a date comes last.
WITH seen AS (
    SELECT narrow(SUBJID) AS SUBJID, VISIT, trimmed(TLNO) AS LESION, 'TARGET' AS KIND, TLORGAN AS ORGAN, TLLAT AS SIDE,
           TLMETH AS METHOD, iso_date(TLDAT) AS TUDTC, _row
    FROM raw.target_lesions
    UNION ALL
    SELECT narrow(SUBJID), VISIT, trimmed(NTLNO), 'NON-TARGET', NTLORGAN, NTLLAT, NTLMETH, iso_date(NTLDAT), _row
    FROM raw.nontarget_lesions
    UNION ALL
    SELECT narrow(SUBJID), VISIT, trimmed(NLNO), 'NEW', NLORGAN, NLLAT, NLMETH, iso_date(NLDAT), _row
    FROM raw.new_lesions),

identified AS (
    SELECT * FROM seen
    QUALIFY row_number() OVER (PARTITION BY SUBJID, KIND, LESION ORDER BY TUDTC = '', TUDTC, _row) = 1),

numbered AS (
    SELECT d.STUDYID, d.USUBJID, d.RFICDTC, d.RFSTDTC, d.RFXSTDTC, d.RFXENDTC, t.EOTDTC, i.*,
           v.VISITNUM, v.VISIT AS VISITNAME,
           row_number() OVER (PARTITION BY d.USUBJID ORDER BY v.VISITNUM, LESION, i._row) AS TUSEQ
    FROM identified i
    JOIN qc.dm d ON d.SUBJID = i.SUBJID
    LEFT JOIN treatment_end t ON t.SUBJID = i.SUBJID
    LEFT JOIN visit_of v ON v.SUBJID = i.SUBJID AND v.COLLECTED = term('VISIT', i.VISIT)),

-- The last identification of the lesion before the first dose.
baseline AS (
    SELECT USUBJID, LESION, arg_max(TUSEQ, (TUDTC, TUSEQ)) AS TUSEQ
    FROM numbered WHERE before_dose(TUDTC, RFXSTDTC) GROUP BY ALL)

SELECT n.STUDYID,
       'TU' AS DOMAIN,
       n.USUBJID,
       n.TUSEQ,
       n.LESION AS TULNKID,
       'TUMIDENT' AS TUTESTCD,
       'Tumor Identification' AS TUTEST,
       KIND AS TUORRES,
       KIND AS TUSTRESC,
       term('LOC', ORGAN) AS TULOC,
       term('LAT', SIDE) AS TULAT,
       term('METHOD', METHOD) AS TUMETHOD,
       CASE WHEN b.TUSEQ IS NOT NULL THEN 'Y' ELSE '' END AS TULOBXFL,
       'INVESTIGATOR' AS TUEVAL,
       VISITNUM,
       VISITNAME AS VISIT,
       finding_epoch(TUDTC, RFICDTC, RFXSTDTC, RFXENDTC, EOTDTC) AS EPOCH,
       TUDTC,
       study_day(TUDTC, RFSTDTC) AS TUDY
FROM numbered n
LEFT JOIN baseline b ON b.USUBJID = n.USUBJID AND b.TUSEQ = n.TUSEQ
ORDER BY n.STUDYID, n.USUBJID, TUEVAL, n.LESION, VISITNUM, n.TUSEQ
