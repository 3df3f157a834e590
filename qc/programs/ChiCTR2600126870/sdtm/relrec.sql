-- RELREC: lesions with their measurements, and the measurements of an assessment with its response.
SELECT study_value('STUDYID') AS STUDYID,
       RDOMAIN,
       '' AS USUBJID,
       IDVAR,
       '' AS IDVARVAL,
       RELTYPE,
       RELID
FROM (VALUES ('TU', 'TULNKID', 'ONE', 'TUTR'), ('TR', 'TRLNKID', 'MANY', 'TUTR'), ('TR', 'TRLNKGRP', 'MANY', 'TRRS'), ('RS', 'RSLNKGRP', 'ONE', 'TRRS'))
    link(RDOMAIN, IDVAR, RELTYPE, RELID)
ORDER BY STUDYID, RELID, RDOMAIN, IDVAR
