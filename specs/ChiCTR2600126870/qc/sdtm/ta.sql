-- TA: the one arm: screening, treatment, follow-up.
SELECT study_value('STUDYID') AS STUDYID,
       'TA' AS DOMAIN,
       study_value('ARMCD') AS ARMCD,
       study_value('ARM') AS ARM,
       TAETORD,
       ETCD,
       ELEMENT,
       '' AS TABRANCH,
       '' AS TATRANS,
       EPOCH
FROM (VALUES (1, 'SCRN', 'Screening', 'SCREENING'), (2, 'CAPOXBEV', 'CapeOX plus Bevacizumab', 'TREATMENT'), (3, 'FU', 'Follow-up', 'FOLLOW-UP'))
    element(TAETORD, ETCD, ELEMENT, EPOCH)
ORDER BY STUDYID, ARMCD, TAETORD
