-- TV: cycles of 21 days; imaging every 6 weeks to week 24, then every 9 weeks; on one day imaging comes before the cycle.
WITH planned AS (
    SELECT -7 AS VISITDY, 0 AS PLACE, 'SCREENING' AS VISIT, 'After informed consent, within 28 days before the first dose' AS TVSTRL
    UNION ALL
    SELECT (21 * (n - 1) + 1)::INTEGER, 2, 'CYCLE ' || n || ' DAY 1',
           CASE n WHEN 1 THEN 'First dose of any study drug (day 1)'
               ELSE '21 days (+/- 3 days) after day 1 of cycle ' || (n - 1) || ', while study treatment goes on' END
    FROM range(1, 41) cycle(n)
    UNION ALL
    SELECT (7 * week + 1)::INTEGER, 1, 'WEEK ' || week, week || ' weeks after the first dose (+/- 7 days), until disease progression'
    FROM (SELECT week FROM range(6, 25, 6) early(week) UNION ALL SELECT week FROM range(33, 160, 9) late(week))
    UNION ALL
    SELECT NULL, 3, 'END OF TREATMENT', 'Decision to stop study treatment'
    UNION ALL
    SELECT NULL, 4, 'SAFETY FOLLOW-UP', '30 days after the last dose of any study drug')

SELECT study_value('STUDYID') AS STUDYID,
       'TV' AS DOMAIN,
       row_number() OVER (ORDER BY VISITDY NULLS LAST, PLACE) AS VISITNUM,
       VISIT,
       VISITDY,
       study_value('ARMCD') AS ARMCD,
       study_value('ARM') AS ARM,
       TVSTRL
FROM planned
ORDER BY STUDYID, ARMCD, VISITNUM
