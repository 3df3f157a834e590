-- RELREC: lesions with their measurements and measurements with their response, as datasets; adverse events with the
-- medication given for them and with the end of treatment that they led to, as records, numbered within the subject.
WITH named AS (
    SELECT 'AECM' AS LINK, 'CM' AS RDOMAIN, m.USUBJID, m.CMSEQ AS SEQ, narrow(c.CMAENO) AS AESPID, c._row
    FROM raw.conmeds c
    JOIN qc.dm d ON d.SUBJID = narrow(c.SUBJID)
    JOIN qc.cm m ON m.USUBJID = d.USUBJID AND m.CMCAT = 'CONCOMITANT MEDICATION' AND m.CMSPID = narrow(c.CMSPID)
    UNION ALL
    SELECT 'AEDS', 'DS', s.USUBJID, s.DSSEQ, narrow(e.EOTAENO), e._row
    FROM raw.end_of_treatment e
    JOIN qc.dm d ON d.SUBJID = narrow(e.SUBJID)
    JOIN qc.ds s ON s.USUBJID = d.USUBJID AND s.DSSCAT = 'STUDY TREATMENT'),

found AS (
    SELECT n.*, a.AESEQ, LINK || row_number() OVER (PARTITION BY n.USUBJID, LINK ORDER BY n._row) AS RELID
    FROM named n
    JOIN qc.ae a ON a.USUBJID = n.USUBJID AND a.AESPID = n.AESPID)

SELECT study_value('STUDYID') AS STUDYID, RDOMAIN, '' AS USUBJID, IDVAR, '' AS IDVARVAL, RELTYPE, RELID
FROM (VALUES ('TU', 'TULNKID', 'ONE', 'TUTR'), ('TR', 'TRLNKID', 'MANY', 'TUTR'), ('TR', 'TRLNKGRP', 'MANY', 'TRRS'), ('RS', 'RSLNKGRP', 'ONE', 'TRRS'))
    link(RDOMAIN, IDVAR, RELTYPE, RELID)
UNION ALL
SELECT study_value('STUDYID'), 'AE', USUBJID, 'AESEQ', AESEQ::INTEGER::VARCHAR, '', RELID FROM found
UNION ALL
SELECT study_value('STUDYID'), RDOMAIN, USUBJID, RDOMAIN || 'SEQ', SEQ::INTEGER::VARCHAR, '', RELID FROM found
ORDER BY STUDYID, USUBJID, RELID, RDOMAIN, IDVAR
