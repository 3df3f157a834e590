-- TR: one record for each lesion and scan: a diameter of a target lesion, a state of another.
WITH target AS (
    SELECT _row, narrow(SUBJID) AS SUBJID, VISIT, trimmed(TLNO) AS TRLNKID, 'TARGET' AS TRGRPID,
           p.TRTESTCD, p.TRTEST, term('TLSTAT', TLSTAT) AS STATUS, narrow(TLDIAM) AS DIAMETER,
           TLREAS AS REASON, TLMETH AS METHOD, iso_date(TLDAT) AS TRDTC
    FROM raw.target_lesions l
    JOIN spec.tr_tests p ON p.NODE = term('NY', l.TLNODE)),   -- no test without knowing whether the lesion is a node

result AS (
    SELECT * EXCLUDE (STATUS, DIAMETER),
           CASE STATUS WHEN 'MEASURED' THEN DIAMETER WHEN 'NOT ASSESSED' THEN '' ELSE STATUS END AS TRORRES,
           CASE STATUS WHEN 'MEASURED' THEN 'mm' ELSE '' END AS TRORRESU,
           -- Too small to measure counts as 5 mm, a lesion that is gone as 0.
           CASE STATUS WHEN 'MEASURED' THEN DIAMETER WHEN 'TOO SMALL TO MEASURE' THEN '5' WHEN 'ABSENT' THEN '0' ELSE '' END AS TRSTRESC,
           CASE STATUS WHEN 'NOT ASSESSED' THEN '' ELSE 'mm' END AS TRSTRESU,
           CASE STATUS WHEN 'NOT ASSESSED' THEN 'NOT DONE' ELSE '' END AS TRSTAT
    FROM target WHERE STATUS IN ('TOO SMALL TO MEASURE', 'ABSENT', 'NOT ASSESSED') OR STATUS = 'MEASURED' AND DIAMETER <> ''
    UNION ALL
    SELECT _row, narrow(SUBJID), VISIT, trimmed(NTLNO), 'NON-TARGET', 'TUMSTATE', 'Tumor State', NTLREAS, NTLMETH, iso_date(NTLDAT),
           CASE term('NTLSTAT', NTLSTAT) WHEN 'NOT ASSESSED' THEN '' ELSE term('NTLSTAT', NTLSTAT) END, '',
           CASE term('NTLSTAT', NTLSTAT) WHEN 'NOT ASSESSED' THEN '' ELSE term('NTLSTAT', NTLSTAT) END, '',
           CASE term('NTLSTAT', NTLSTAT) WHEN 'NOT ASSESSED' THEN 'NOT DONE' ELSE '' END
    FROM raw.nontarget_lesions
    UNION ALL
    SELECT _row, narrow(SUBJID), VISIT, trimmed(NLNO), 'NEW', 'TUMSTATE', 'Tumor State', '', NLMETH, iso_date(NLDAT),
           term('NLSTAT', NLSTAT), '', term('NLSTAT', NLSTAT), '', ''
    FROM raw.new_lesions),

numbered AS (
    SELECT d.STUDYID, d.USUBJID, d.RFICDTC, d.RFSTDTC, d.RFXSTDTC, d.RFXENDTC, t.EOTDTC, r.* EXCLUDE (VISIT),
           term('VISIT', r.VISIT) AS TRLNKGRP, v.VISITNUM, v.VISIT,
           row_number() OVER (PARTITION BY d.USUBJID ORDER BY v.VISITNUM, TRDTC, TRLNKID, TRTESTCD, r._row) AS TRSEQ
    FROM result r
    JOIN qc.dm d ON d.SUBJID = r.SUBJID
    LEFT JOIN treatment_end t ON t.SUBJID = r.SUBJID
    LEFT JOIN visit_of v ON v.SUBJID = r.SUBJID AND v.COLLECTED = term('VISIT', r.VISIT)),

-- The last result of the lesion before the first dose.
baseline AS (
    SELECT USUBJID, arg_max(TRSEQ, (TRDTC, TRSEQ)) AS TRSEQ
    FROM numbered WHERE TRORRES <> '' AND before_dose(TRDTC, RFXSTDTC)
    GROUP BY USUBJID, TRLNKID, TRTESTCD)

SELECT n.STUDYID,
       'TR' AS DOMAIN,
       n.USUBJID,
       n.TRSEQ,
       TRGRPID,
       TRLNKID,
       TRLNKGRP,
       TRTESTCD,
       TRTEST,
       TRORRES,
       TRORRESU,
       TRSTRESC,
       plain_number(TRSTRESC) AS TRSTRESN,
       TRSTRESU,
       TRSTAT,
       term('NEREAS', REASON) AS TRREASND,
       term('METHOD', METHOD) AS TRMETHOD,
       CASE WHEN b.TRSEQ IS NOT NULL THEN 'Y' ELSE '' END AS TRLOBXFL,
       'INVESTIGATOR' AS TREVAL,
       VISITNUM,
       VISIT,
       finding_epoch(TRDTC, RFICDTC, RFXSTDTC, RFXENDTC, EOTDTC) AS EPOCH,
       TRDTC,
       study_day(TRDTC, RFSTDTC) AS TRDY
FROM numbered n
LEFT JOIN baseline b ON b.USUBJID = n.USUBJID AND b.TRSEQ = n.TRSEQ
ORDER BY n.STUDYID, n.USUBJID, TREVAL, TRLNKID, TRTESTCD, VISITNUM, TRDTC, n.TRSEQ
