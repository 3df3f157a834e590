-- SE: the elements that a subject has begun: screening with the consent, treatment with the first dose, follow-up on
-- the day after the decision to stop or the last dose, whichever is later, unless participation had ended by then. A partial date
-- counts as the first of its days.
WITH person AS (
    SELECT d.*, coalesce(t.EOTDTC, '') AS EOTDTC
    FROM qc.dm d LEFT JOIN treatment_end t ON t.SUBJID = d.SUBJID),

next_days AS (
    SELECT *, CASE WHEN length(EOTDTC) = 10 THEN (EOTDTC::DATE + 1)::VARCHAR ELSE EOTDTC END AS AFTER_DECISION,
           CASE WHEN length(RFXENDTC) >= 10 THEN (left(RFXENDTC, 10)::DATE + 1)::VARCHAR ELSE RFXENDTC END AS AFTER_DOSE
    FROM person),

begun AS (
    SELECT STUDYID, USUBJID, RFSTDTC, RFPENDTC, 1 AS TAETORD, 'SCRN' AS ETCD, 'Screening' AS ELEMENT, 'SCREENING' AS EPOCH, RFICDTC AS SESTDTC
    FROM next_days WHERE RFICDTC <> ''
    UNION ALL
    SELECT STUDYID, USUBJID, RFSTDTC, RFPENDTC, 2, 'CAPOXBEV', 'CapeOX plus Bevacizumab', 'TREATMENT', RFXSTDTC
    FROM next_days WHERE RFXSTDTC <> ''
    UNION ALL
    SELECT STUDYID, USUBJID, RFSTDTC, RFPENDTC, 3, 'FU', 'Follow-up', 'FOLLOW-UP',
           CASE WHEN (first_moment(AFTER_DECISION), length(AFTER_DECISION)) > (first_moment(AFTER_DOSE), length(AFTER_DOSE))
                THEN AFTER_DECISION ELSE AFTER_DOSE END AS SESTDTC
    FROM next_days
    WHERE AFTER_DECISION <> '' AND AFTER_DOSE <> '' AND (RFPENDTC = '' OR first_day(SESTDTC) <= last_day_of(RFPENDTC)))

SELECT STUDYID,
       'SE' AS DOMAIN,
       USUBJID,
       row_number() OVER (PARTITION BY USUBJID ORDER BY SESTDTC, TAETORD) AS SESEQ,
       ETCD,
       ELEMENT,
       TAETORD,
       EPOCH,
       SESTDTC,
       coalesce(lead(SESTDTC) OVER (PARTITION BY USUBJID ORDER BY TAETORD),
                CASE WHEN RFPENDTC <> '' AND last_day_of(RFPENDTC) >= first_day(SESTDTC) THEN RFPENDTC END, '') AS SEENDTC,
       study_day(SESTDTC, RFSTDTC) AS SESTDY,
       study_day(SEENDTC, RFSTDTC) AS SEENDY
FROM begun
ORDER BY STUDYID, USUBJID, SESTDTC, ETCD
