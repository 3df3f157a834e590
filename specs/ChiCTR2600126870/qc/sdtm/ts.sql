-- TS: phrases as they stand in the study's table; what data, dates or controlled terminology decide is worked out here.
WITH registered AS (
    SELECT DATE '2025-07-24' AS BEGINS, DATE '2027-10-31' AS ENDS),

-- Subjects who entered the trial, and the first informed consent among them.
trial AS (
    SELECT count(*) FILTER (ARMCD <> '') AS ENROLLED, left(min(RFICDTC) FILTER (RFICDTC <> '' AND ARMCD <> ''), 10) AS FIRST_CONSENT,
           (SELECT count(DISTINCT ARMCD) FROM qc.ta) AS ARMS,
           -- The study goes on while somebody who entered it has not left it.
           bool_or(ARMCD <> '' AND USUBJID NOT IN (SELECT USUBJID FROM qc.ds WHERE DSSCAT = 'STUDY PARTICIPATION')) AS GOES_ON
    FROM qc.dm),

worked_out AS (
    SELECT unnest(['ACTSUB', 'SSTDTC', 'NARMS', 'NCOHORT', 'DCUTDTC', 'SENDTC', 'ONGOSIND', 'PLNTRDUR', 'TITLE', 'REGID']) AS TSPARMCD,
           unnest([ENROLLED::VARCHAR, FIRST_CONSENT, ARMS::VARCHAR, ARMS::VARCHAR, study_value('DATA_CUT'), CASE WHEN GOES_ON THEN '' ELSE ENDS::VARCHAR END,
                   CASE WHEN GOES_ON THEN 'Y' ELSE 'N' END,
                   'P' || date_part('year', age(ENDS, BEGINS)) || 'Y' || date_part('month', age(ENDS, BEGINS)) || 'M' || date_part('day', age(ENDS, BEGINS)) || 'D',
                   'The efficacy and safety of CapeOX plus bevacizumab in the treatment of recurrent hepatocellular carcinoma after liver transplantation '
                   || 'following failure of targeted therapy', 'ChiCTR2600126870']) AS WORKED_OUT
    FROM registered, trial),

-- NCI codes of SDTM controlled terminology 2025-03-28.
coded(TSVAL, NCI) AS (VALUES
    ('N', 'C49487'), ('Y', 'C49488'), ('SINGLE GROUP', 'C82640'), ('DRUG', 'C1909'), ('BIOLOGIC', 'C307'), ('BOTH', 'C49636'), ('INTERVENTIONAL', 'C98388'),
    ('OPEN LABEL', 'C49659'), ('NONE', 'C41132'), ('TREATMENT', 'C49656'), ('PHASE II TRIAL', 'C15601'), ('EFFICACY', 'C49666'), ('SAFETY', 'C49667'))

SELECT study_value('STUDYID') AS STUDYID,
       'TS' AS DOMAIN,
       TSSEQ::INTEGER AS TSSEQ,
       CASE WHEN s.TSPARMCD LIKE 'DCUT%' THEN 'DCUT1' ELSE '' END AS TSGRPID,
       s.TSPARMCD,
       s.TSPARM,
       coalesce(w.WORKED_OUT, s.TSVAL) AS TSVAL,
       s.TSVALNF,
       coalesce(c.NCI, s.TSVALCD) AS TSVALCD,
       CASE WHEN c.NCI IS NOT NULL THEN 'CDISC CT' ELSE s.TSVCDREF END AS TSVCDREF,
       CASE WHEN c.NCI IS NOT NULL THEN '2025-03-28' ELSE s.TSVCDVER END AS TSVCDVER
FROM spec.trial_summary s
LEFT JOIN worked_out w ON w.TSPARMCD = s.TSPARMCD
LEFT JOIN coded c ON c.TSVAL = coalesce(w.WORKED_OUT, s.TSVAL)
ORDER BY STUDYID, s.TSPARMCD, TSSEQ
