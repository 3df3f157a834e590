-- The lesions of treated subjects as they were measured, each on the axis of its kind: what the programs of ADRS and
-- ADTR share. A record is of the baseline when the first day that its date allows is not after the first dose; any
-- other counts on the last day that its date allows.
-- Nodes are measured on the short axis, other lesions on the longest diameter; a size on the other axis is none.
WITH
lesion_axis AS (
    SELECT tu.USUBJID, tu.TULNKID AS TRLNKID,
        CASE WHEN min(s.QVAL) = max(s.QVAL) THEN CASE min(s.QVAL) WHEN 'Y' THEN 'LPERP' ELSE 'LDIAM' END END AS axis
    FROM sdtm.tu AS tu
    JOIN sdtm.supptu AS s ON s.USUBJID = tu.USUBJID AND s.IDVAR = 'TUSEQ' AND TRY_CAST(s.IDVARVAL AS DOUBLE) = tu.TUSEQ
        AND s.QNAM = 'TUNODE' AND s.QVAL <> ''
    GROUP BY tu.USUBJID, tu.TULNKID
)
SELECT tr.USUBJID, tr.VISITNUM, tr.VISIT, tr.TRSEQ, tr.TRGRPID, tr.TRLNKID, tr.TRTESTCD, tr.TRSTRESC, k.axis,
    CASE WHEN coalesce(k.axis, tr.TRTESTCD) = tr.TRTESTCD THEN tr.TRSTRESN END AS size,
    sas_day_low(tr.TRDTC) AS first_day, sas_day_high(tr.TRDTC) AS day, sas_day(tr.TRDTC) AS complete_day,
    CASE WHEN first_day <= adsl.TRTSDT THEN 1 WHEN first_day > adsl.TRTSDT THEN 0 END AS before_treatment
FROM sdtm.tr JOIN qc.adsl AS adsl USING (USUBJID)
LEFT JOIN lesion_axis AS k USING (USUBJID, TRLNKID)
WHERE tr.TREVAL = 'INVESTIGATOR' AND tr.TRTESTCD IN ('LDIAM', 'LPERP', 'TUMSTATE')
