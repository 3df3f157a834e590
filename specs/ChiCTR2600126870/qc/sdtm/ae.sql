-- AE: one record for each adverse event of the form.
WITH event AS (
    SELECT narrow(SUBJID) AS SUBJID, * EXCLUDE (SUBJID),
           iso_datetime(AESTDAT, AESTTIM) AS AESTDTC, iso_date(AEENDAT) AS AEENDTC,
           -- The strongest action and relationship among the three drugs.
           earliest_in(['DRUG WITHDRAWN', 'DRUG INTERRUPTED', 'DOSE REDUCED', 'DOSE NOT CHANGED', 'NOT APPLICABLE'],
                       term('ACN', AEACNOXA), term('ACN', AEACNCAP), term('ACN', AEACNBEV)) AS AEACN,
           earliest_in(['RELATED', 'PROBABLY RELATED', 'POSSIBLY RELATED', 'UNLIKELY RELATED', 'NOT RELATED'],
                       term('CAUSAL', AERELOXA), term('CAUSAL', AERELCAP), term('CAUSAL', AERELBEV)) AS AEREL
    FROM raw.ae)

SELECT d.STUDYID,
       'AE' AS DOMAIN,
       d.USUBJID,
       row_number() OVER (PARTITION BY d.USUBJID ORDER BY AESTDTC, trimmed(AESPID), e._row) AS AESEQ,
       trimmed(AESPID) AS AESPID,
       text_of(AETERM, AETERM_EN) AS AETERM,
       coded(AELLT_ZH, AELLT) AS AELLT,
       plain_number(narrow(AELLTCD)) AS AELLTCD,
       coded(e.AEDECOD_ZH, e.AEDECOD) AS AEDECOD,
       plain_number(narrow(AEPTCD)) AS AEPTCD,
       '' AS AEHLT,
       NULL::DOUBLE AS AEHLTCD,
       '' AS AEHLGT,
       NULL::DOUBLE AS AEHLGTCD,
       coded(e.AESOC_ZH, e.AESOC) AS AEBODSYS,
       plain_number(narrow(AESOCCD)) AS AEBDSYCD,
       coded(e.AESOC_ZH, e.AESOC) AS AESOC,
       plain_number(narrow(AESOCCD)) AS AESOCCD,
       term('NY', AESER) AS AESER,
       AEACN,
       AEREL,
       term('OUT', AEOUT) AS AEOUT,
       term('NY', AESCONG) AS AESCONG,
       term('NY', AESDISAB) AS AESDISAB,
       term('NY', AESDTH) AS AESDTH,
       term('NY', AESHOSP) AS AESHOSP,
       term('NY', AESLIFE) AS AESLIFE,
       term('NY', AESMIE) AS AESMIE,
       term('NY', AECONTRT) AS AECONTRT,
       term('CTCGRADE', AETOXGR) AS AETOXGR,
       epoch(AESTDTC, d.RFICDTC, d.RFXSTDTC, d.RFXENDTC, t.EOTDTC) AS EPOCH,
       AESTDTC,
       AEENDTC,
       study_day(AESTDTC, d.RFSTDTC) AS AESTDY,
       study_day(AEENDTC, d.RFSTDTC) AS AEENDY,
       start_place(AESTDTC, AEENDTC, d.RFSTDTC, d.RFENDTC) AS AESTRF,
       CASE WHEN term('NY', AEONGO) = 'Y' THEN '' ELSE end_place(AEENDTC, AESTDTC, d.RFSTDTC, d.RFENDTC) END AS AEENRF,
       CASE WHEN term('NY', AEONGO) = 'Y' THEN 'ONGOING' ELSE '' END AS AEENRTPT,
       CASE WHEN term('NY', AEONGO) = 'Y' THEN 'LAST CONTACT WITH THE SUBJECT' ELSE '' END AS AEENTPT
FROM event e
JOIN qc.dm d ON d.SUBJID = e.SUBJID
LEFT JOIN treatment_end t ON t.SUBJID = e.SUBJID
ORDER BY d.STUDYID, d.USUBJID, AEPTCD NULLS FIRST, AESTDTC, trimmed(AESPID), AESEQ
