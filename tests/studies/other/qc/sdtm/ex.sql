-- EX: one record for each dispensing of an inhaler.  The dosage form is left out: waivers.yaml explains it.
WITH dates AS (
    SELECT PATIENT, upper(DRUG) AS EXTRT, PUFFS::DOUBLE AS EXDOSE,
           right(FIRST, 4) || '-' || substr(FIRST, 4, 2) || '-' || left(FIRST, 2) AS EXSTDTC,
           right(LAST, 4) || '-' || substr(LAST, 4, 2)
               || CASE WHEN left(LAST, 2) = 'UN' THEN '' ELSE '-' || left(LAST, 2) END AS EXENDTC
    FROM raw.inhaler),

doses AS (
    SELECT d.*, e.CENTRE, min(EXSTDTC) OVER (PARTITION BY d.PATIENT)::DATE AS FIRST_DOSE
    FROM dates d JOIN raw.enrol e ON e.PATIENT = d.PATIENT)

SELECT 'ASTH-02' AS STUDYID,
       'EX' AS DOMAIN,
       'ASTH-02-' || CENTRE || '-' || PATIENT AS USUBJID,
       row_number() OVER (PARTITION BY PATIENT ORDER BY EXTRT, EXSTDTC)::DOUBLE AS EXSEQ,
       EXTRT,
       EXDOSE,
       'PUFF' AS EXDOSU,
       '' AS EXDOSFRM,
       EXSTDTC,
       EXENDTC,
       (EXSTDTC::DATE - FIRST_DOSE + 1)::DOUBLE AS EXSTDY,
       CASE WHEN length(EXENDTC) = 10 THEN (EXENDTC::DATE - FIRST_DOSE + 1)::DOUBLE END AS EXENDY
FROM doses
ORDER BY STUDYID, USUBJID, EXTRT, EXSTDTC
