-- SUPPAE: action and relationship for each drug of the combination, and whether the event is treatment-emergent.
WITH qualifier AS (
    SELECT narrow(SUBJID) AS SUBJID, trimmed(AESPID) AS AESPID, QNAM,
           term(CASE WHEN QNAM LIKE 'AEACN%' THEN 'ACN' ELSE 'CAUSAL' END, ANSWER) AS QVAL
    FROM (UNPIVOT raw.ae ON AEACNOXA, AEACNCAP, AEACNBEV, AERELOXA, AERELCAP, AERELBEV INTO NAME QNAM VALUE ANSWER)),

drug(SUFFIX, DRUG, CHINESE) AS (VALUES ('OXA', 'Oxaliplatin', '奥沙利铂'), ('CAP', 'Capecitabine', '卡培他滨'), ('BEV', 'Bevacizumab', '贝伐珠单抗')),

-- An event is treatment-emergent when each day on which it may have begun lies from the first dose to 30 days after the
-- last one, and it is not when none does. Who never had a dose has no such event.
begun AS (
    SELECT a.STUDYID, a.USUBJID, a.AESEQ, d.RFXSTDTC AS FIRST_DOSE, CASE WHEN d.RFXENDTC = '' THEN '9999' ELSE d.RFXENDTC END AS LAST_DOSE, AESTDTC,
           CASE WHEN AESTDTC = '' THEN DATE '0001-01-01' ELSE first_day(AESTDTC) END AS EARLIEST,
           CASE WHEN AESTDTC = '' THEN DATE '9999-12-31' ELSE last_day_of(AESTDTC) END AS OPEN_LATEST,
           CASE WHEN length(AESTDTC) < 10 AND last_day_of(AEENDTC) BETWEEN EARLIEST AND OPEN_LATEST THEN last_day_of(AEENDTC) ELSE OPEN_LATEST END AS LATEST
    FROM qc.ae a
    JOIN qc.dm d USING (USUBJID)),

emergent AS (
    SELECT STUDYID, USUBJID, AESEQ,
           CASE WHEN FIRST_DOSE = '' OR LATEST < first_day(FIRST_DOSE) OR EARLIEST > last_day_of(LAST_DOSE) + 30 THEN 'N'
                WHEN least(length(AESTDTC), length(FIRST_DOSE)) > 10 AND AESTDTC < FIRST_DOSE THEN 'N'
                WHEN EARLIEST >= last_day_of(FIRST_DOSE) AND (LAST_DOSE = '9999' OR LATEST <= first_day(LAST_DOSE) + 30) THEN 'Y'
                ELSE 'U' END AS TEAE
    FROM begun)

SELECT a.STUDYID,
       'AE' AS RDOMAIN,
       a.USUBJID,
       'AESEQ' AS IDVAR,
       a.AESEQ::INTEGER::VARCHAR AS IDVARVAL,
       QNAM,
       CASE WHEN QNAM LIKE 'AEACN%' THEN text_of('对' || CHINESE || '采取的措施', 'Action Taken with ' || DRUG)
            ELSE text_of('与' || CHINESE || '的关系', 'Relationship to ' || DRUG) END AS QLABEL,
       QVAL,
       'CRF' AS QORIG,
       CASE WHEN QNAM LIKE 'AEREL%' THEN 'INVESTIGATOR' ELSE '' END AS QEVAL
FROM qualifier q
JOIN drug ON SUFFIX = right(QNAM, 3)
JOIN qc.dm d ON d.SUBJID = q.SUBJID
JOIN qc.ae a ON a.USUBJID = d.USUBJID AND a.AESPID = q.AESPID
WHERE QVAL <> ''
UNION ALL
SELECT STUDYID, 'AE', USUBJID, 'AESEQ', AESEQ::INTEGER::VARCHAR, 'AETRTEM', text_of('治疗期出现标志', 'Treatment Emergent Flag'), TEAE, 'Derived', '' FROM emergent
ORDER BY STUDYID, RDOMAIN, USUBJID, IDVAR, IDVARVAL, QNAM
