-- ADRSREC: the investigator's response of each assessment beside the one derived from the lesions, and what differs.
-- Sources: ADRS, ADTTE and ADSL of this programming, RS. Both responses are matched by visit.
WITH
stated AS (
    SELECT * FROM qc.adrs WHERE PARAMCD = 'OVR'
    QUALIFY row_number() OVER (PARTITION BY USUBJID, AVISITN ORDER BY ADT DESC, SRCSEQ DESC) = 1
),
-- The record of the assessment is the investigator's first one of the visit, without one the derived one.
standing AS (
    SELECT * FROM qc.adrs WHERE PARAMCD IN ('OVR', 'OVRDER')
    QUALIFY row_number() OVER (PARTITION BY USUBJID, AVISITN ORDER BY PARAMN, ADT, SRCSEQ) = 1
),
derived AS (
    SELECT * FROM qc.adrs WHERE PARAMCD = 'OVRDER'
),
parts AS (
    SELECT USUBJID, VISITNUM,
        max_by(RSSTRESC, RSDTC) FILTER (RSTESTCD = 'TRGRESP' AND RSSTRESC <> '') AS INVTRG,
        max_by(RSSTRESC, RSDTC) FILTER (RSTESTCD = 'NTRGRESP' AND RSSTRESC <> '') AS INVNTRG,
        max_by(RSSTRESC, RSDTC) FILTER (RSTESTCD = 'NEWLIND' AND RSSTRESC <> '') AS INVNEW
    FROM sdtm.rs WHERE RSEVAL = 'INVESTIGATOR' GROUP BY USUBJID, VISITNUM
),
paired AS (
    SELECT s.USUBJID, s.AVISIT, s.AVISITN, s.ADT, s.ADTF, s.ADY, s.SRCDOM, s.SRCVAR, s.SRCSEQ,
        coalesce(stated.AVALC, '') AS INVRESP, coalesce(d.AVALC, '') AS DERRESP,
        coalesce(p.INVTRG, '') AS INVTRG, coalesce(d.TRGRESP, '') AS DERTRG,
        coalesce(p.INVNTRG, '') AS INVNTRG, coalesce(d.NTRGRESP, '') AS DERNTRG,
        coalesce(p.INVNEW, '') AS INVNEW, coalesce(d.NEWLFL, '') AS DERNEW,
        d.SUMDIAM, d.NADIR, d.TRGRULE, d.NTRGRULE, d.TRGLSN, d.NTRGLSN, d.NEWLSN
    FROM standing AS s
    LEFT JOIN stated USING (USUBJID, AVISITN)
    LEFT JOIN derived AS d USING (USUBJID, AVISITN)
    LEFT JOIN parts AS p ON p.USUBJID = s.USUBJID AND p.VISITNUM = s.AVISITN
),
-- Every way to put the investigator's parts in the place of the derived ones: none, each alone, all.
trial (name, use_new, use_target, use_other) AS (
    VALUES ('NEW LESIONS', 1, 0, 0), ('TARGET LESIONS', 0, 1, 0), ('NON-TARGET LESIONS', 0, 0, 1), ('SEVERAL PARTS', 1, 1, 1)
),
tried AS (
    SELECT p.USUBJID, p.AVISITN, t.name,
        CASE WHEN t.use_new = 1 AND p.INVNEW <> '' THEN p.INVNEW ELSE p.DERNEW END AS new,
        CASE WHEN t.use_target = 1 AND p.INVTRG <> '' THEN p.INVTRG ELSE p.DERTRG END AS target,
        CASE WHEN t.use_other = 1 AND p.INVNTRG <> '' THEN p.INVNTRG ELSE p.DERNTRG END AS non_target,
        CASE
            WHEN 'PD' IN (target, non_target) OR new = 'Y' THEN 'PD'
            WHEN target = 'CR' AND non_target IN ('NON-CR/NON-PD', 'NE') THEN 'PR'
            WHEN target <> '' THEN target
            WHEN non_target <> '' THEN non_target
            ELSE 'NE'
        END = p.INVRESP AS makes
    FROM paired AS p CROSS JOIN trial AS t
    WHERE p.INVRESP <> '' AND p.DERRESP <> '' AND p.INVRESP <> p.DERRESP
),
part AS (
    SELECT USUBJID, AVISITN,
        CASE
            WHEN bool_or(makes AND name = 'NEW LESIONS') THEN 'NEW LESIONS'
            WHEN bool_or(makes AND name = 'TARGET LESIONS') THEN 'TARGET LESIONS'
            WHEN bool_or(makes AND name = 'NON-TARGET LESIONS') THEN 'NON-TARGET LESIONS'
            WHEN bool_or(makes) THEN 'SEVERAL PARTS'
        END AS found
    FROM tried GROUP BY USUBJID, AVISITN
),
explained AS (
    SELECT p.*,
        CASE WHEN INVRESP = '' THEN 'NO RESPONSE' WHEN DERRESP = '' THEN 'NO LESIONS' WHEN INVRESP = DERRESP THEN 'AGREE'
            ELSE 'DIFFER' END AS AVALC,
        CASE WHEN AVALC <> 'DIFFER' THEN ''
            ELSE coalesce(part.found, CASE WHEN INVTRG = '' AND INVNTRG = '' AND INVNEW = '' THEN 'PARTS NOT STATED'
                ELSE 'OVERALL RESPONSE' END) END AS DIFFPART,
        CASE DIFFPART WHEN 'TARGET LESIONS' THEN TRGRULE WHEN 'SEVERAL PARTS' THEN TRGRULE
            WHEN 'NON-TARGET LESIONS' THEN NTRGRULE ELSE '' END AS DIFFRULE,
        CASE DIFFPART WHEN 'TARGET LESIONS' THEN TRGLSN WHEN 'SEVERAL PARTS' THEN TRGLSN
            WHEN 'NON-TARGET LESIONS' THEN NTRGLSN
            WHEN 'NEW LESIONS' THEN NEWLSN ELSE '' END AS DIFFLSN
    FROM paired AS p LEFT JOIN part USING (USUBJID, AVISITN)
),
-- The endpoints of each subject, by both responses.
endpoint AS (
    SELECT USUBJID,
        max(AVALC) FILTER (PARAMCD = 'CBOR') AS INVCBOR, max(AVALC) FILTER (PARAMCD = 'DCBOR') AS DERCBOR,
        max(AVALC) FILTER (PARAMCD = 'BOR') IS DISTINCT FROM max(AVALC) FILTER (PARAMCD = 'DBOR')
            OR INVCBOR IS DISTINCT FROM DERCBOR AS bor_differs,
        max(AVALC) FILTER (PARAMCD = 'ORR') IS DISTINCT FROM max(AVALC) FILTER (PARAMCD = 'DORR') AS orr_differs
    FROM qc.adrs GROUP BY USUBJID
),
survival AS (
    SELECT USUBJID,
        max(ADT) FILTER (PARAMCD = 'PFS') IS DISTINCT FROM max(ADT) FILTER (PARAMCD = 'PFSS3')
            OR max(CNSR = 0) FILTER (PARAMCD = 'PFS') IS DISTINCT FROM max(CNSR = 0) FILTER (PARAMCD = 'PFSS3') AS pfs_differs
    FROM qc.adtte GROUP BY USUBJID
),
reason (PART, RULE, REASON) AS (
    VALUES
        ('NEW LESIONS', '', 'One of the two knows of a new lesion that counts'),
        ('TARGET LESIONS', 'ALL GONE', 'Target lesions: every one is gone'),
        ('TARGET LESIONS', 'BACK AFTER CR', 'Target lesions: one is there again after a complete response'),
        ('TARGET LESIONS', 'ABOVE NADIR', 'Target lesions: the sum is at least 20% and 5 mm above the nadir'),
        ('TARGET LESIONS', 'NOT ASSESSED', 'Target lesions: one was not assessed'),
        ('TARGET LESIONS', 'NO BASELINE', 'Target lesions: one has no size at the baseline'),
        ('TARGET LESIONS', 'BELOW BASELINE', 'Target lesions: the sum is at least 30% below the baseline'),
        ('TARGET LESIONS', 'NO OTHER RULE',
            'Target lesions: the sum is neither 30% below the baseline nor 20% and 5 mm above the nadir'),
        ('NON-TARGET LESIONS', 'PROGRESSION', 'Non-target lesions: one progressed unequivocally'),
        ('NON-TARGET LESIONS', 'BACK AFTER CR', 'Non-target lesions: one is there again after a complete response'),
        ('NON-TARGET LESIONS', 'NOT ASSESSED', 'Non-target lesions: one was not assessed'),
        ('NON-TARGET LESIONS', 'ALL GONE', 'Non-target lesions: every one is gone'),
        ('NON-TARGET LESIONS', 'NO OTHER RULE', 'Non-target lesions: not every one is gone, and none progressed'),
        ('PARTS NOT STATED', '', 'The investigator gave an overall response only'),
        ('OVERALL RESPONSE', '', 'The stated overall response does not follow from its stated parts')
)

SELECT
    adsl.STUDYID,
    e.USUBJID,
    adsl.SUBJID,
    adsl.SITEID,
    row_number() OVER (PARTITION BY e.USUBJID ORDER BY e.AVISITN) AS ASEQ,
    adsl.TRT01P AS TRTP,
    adsl.TRT01A AS TRTA,
    e.ADT,
    e.ADY,
    e.ADTF,
    e.AVISIT,
    e.AVISITN,
    'Agreement of Stated and Derived Overall Response' AS PARAM,
    'OVRAGR' AS PARAMCD,
    1 AS PARAMN,
    e.AVALC,
    e.INVRESP, e.DERRESP, e.INVTRG, e.DERTRG, e.INVNTRG, e.DERNTRG, e.INVNEW, e.DERNEW,
    e.SUMDIAM, e.NADIR, e.DIFFPART, e.DIFFRULE, e.DIFFLSN,
    CASE e.AVALC WHEN 'NO LESIONS' THEN 'There is a response without lesions of the visit'
        WHEN 'NO RESPONSE' THEN 'There are lesions without a response of the visit' 
        ELSE coalesce(reason.REASON, CASE e.DIFFPART WHEN 'SEVERAL PARTS'
            THEN 'Several parts of the assessment differ; the rule is that of the target lesions' END, '') END AS DIFFRSN,
    coalesce(endpoint.INVCBOR, '') AS INVCBOR,
    coalesce(endpoint.DERCBOR, '') AS DERCBOR,
    CASE WHEN e.AVALC = 'AGREE' THEN '' ELSE yes_no(endpoint.bor_differs) END AS BORDFL,
    CASE WHEN e.AVALC = 'AGREE' THEN '' ELSE yes_no(endpoint.orr_differs) END AS ORRDFL,
    CASE WHEN e.AVALC = 'AGREE' THEN '' ELSE yes_no(survival.pfs_differs) END AS PFSDFL,
    e.SRCDOM,
    e.SRCVAR,
    e.SRCSEQ,
    adsl.FASFL,
    adsl.EFFFL,
    adsl.SAFFL,
    adsl.TRTSDT
FROM explained AS e
JOIN qc.adsl AS adsl USING (USUBJID)
LEFT JOIN endpoint USING (USUBJID)
LEFT JOIN survival USING (USUBJID)
LEFT JOIN reason ON reason.PART = e.DIFFPART AND reason.RULE = e.DIFFRULE
ORDER BY adsl.STUDYID, e.USUBJID, e.AVISITN
