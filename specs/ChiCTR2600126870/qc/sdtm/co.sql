-- CO: the investigator's comments on assessments of response.
WITH comment AS (
    SELECT _row, narrow(SUBJID) AS SUBJID, term('VISIT', VISIT) AS IDVARVAL, text_of(RSCOM, coalesce(nullif(trimmed(RSCOM_EN), ''), RSCOM)) AS COVAL
    FROM raw.response WHERE trimmed(RSCOM) <> '')

SELECT d.STUDYID,
       'CO' AS DOMAIN,
       'RS' AS RDOMAIN,
       d.USUBJID,
       row_number() OVER (PARTITION BY d.USUBJID ORDER BY IDVARVAL, _row) AS COSEQ,
       'RSLNKGRP' AS IDVAR,
       IDVARVAL,
       COVAL,
       'INVESTIGATOR' AS COEVAL
FROM comment c
JOIN qc.dm d ON d.SUBJID = c.SUBJID
ORDER BY d.STUDYID, d.USUBJID, RDOMAIN, IDVAR, IDVARVAL, COSEQ
