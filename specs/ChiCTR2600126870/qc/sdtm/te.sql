-- TE: what starts and what ends each element.
WITH moment AS (
    SELECT 'First dose of any study drug' AS FIRST_DOSE,
           'Day after the decision to stop study treatment or after the last dose of any study drug, whichever is later' AS STOPPED)

SELECT study_value('STUDYID') AS STUDYID, 'TE' AS DOMAIN, 'CAPOXBEV' AS ETCD, 'CapeOX plus Bevacizumab' AS ELEMENT, FIRST_DOSE AS TESTRL, STOPPED AS TEENRL FROM moment
UNION ALL
SELECT study_value('STUDYID'), 'TE', 'FU', 'Follow-up', STOPPED, 'Death or end of study participation' FROM moment
UNION ALL
SELECT study_value('STUDYID'), 'TE', 'SCRN', 'Screening', 'Informed consent', FIRST_DOSE FROM moment
ORDER BY STUDYID, ETCD
