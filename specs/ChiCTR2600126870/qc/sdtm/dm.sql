-- DM: one record for each subject who signed the consent.
WITH register AS (
    SELECT narrow(SUBJID) AS SUBJID, * EXCLUDE (SUBJID) FROM raw.demography),

-- A dose is an infusion that was given, or a period of tablets with a dose above 0.
dose AS (
    SELECT narrow(SUBJID) AS SUBJID, iso_datetime(OXSTDAT, OXSTTIM) AS STDTC, iso_datetime(OXENDAT, OXENTIM) AS ENDTC
    FROM raw.oxaliplatin WHERE term('NY', OXYN) = 'Y'
    UNION ALL
    SELECT narrow(SUBJID), iso_date(CAPSTDAT), iso_date(CAPENDAT)
    FROM raw.capecitabine WHERE plain_number(narrow(CAPDOSE)) > 0
    UNION ALL
    SELECT narrow(SUBJID), iso_datetime(BEVSTDAT, BEVSTTIM), iso_datetime(BEVENDAT, BEVENTIM)
    FROM raw.bevacizumab WHERE term('NY', BEVYN) = 'Y'),

-- Without a time of day a first dose is no earlier than the end of its day, a last one no later than its beginning.
exposure AS (
    SELECT SUBJID,
           arg_min(STDTC, (last_moment(STDTC), -length(STDTC))) FILTER (STDTC <> '') AS FIRST_DOSE,
           arg_max(ENDTC, (first_moment(ENDTC), length(ENDTC))) FILTER (ENDTC <> '') AS LAST_DOSE
    FROM dose GROUP BY SUBJID),

person AS (
    SELECT d.SUBJID, study_value('STUDYID') AS STUDYID, term('SITE', d.SITEID) AS SITEID,
           coalesce(x.FIRST_DOSE, '') AS FIRST_DOSE, coalesce(x.LAST_DOSE, '') AS LAST_DOSE,
           iso_datetime(d.ICFDAT, d.ICFTIM) AS CONSENT, iso_date(d.BRTHDAT) AS BRTHDTC,
           plain_number(narrow(d.AGE)) AS AGE, term('SEX', d.SEX) AS SEX, term('RACE', d.RACE) AS RACE,
           coalesce(iso_date(s.EOSDAT), '') AS RFPENDTC, coalesce(iso_date(t.DTHDAT), '') AS DTHDTC,
           coalesce(iso_date(e.ENRDAT), '') <> '' AS ENROLLED, coalesce(x.FIRST_DOSE, '') <> '' AS TREATED,
           coalesce(term('NY', e.ELIGYN), '') = 'N' AS INELIGIBLE
    FROM register d
    LEFT JOIN exposure x ON x.SUBJID = d.SUBJID
    LEFT JOIN raw.eligibility e ON narrow(e.SUBJID) = d.SUBJID
    LEFT JOIN raw.end_of_study s ON narrow(s.SUBJID) = d.SUBJID
    LEFT JOIN raw.death t ON narrow(t.SUBJID) = d.SUBJID)

SELECT STUDYID,
       'DM' AS DOMAIN,
       STUDYID || '-' || SITEID || '-' || SUBJID AS USUBJID,
       SUBJID,
       FIRST_DOSE AS RFSTDTC,
       LAST_DOSE AS RFENDTC,
       FIRST_DOSE AS RFXSTDTC,
       LAST_DOSE AS RFXENDTC,
       CONSENT AS RFICDTC,
       RFPENDTC,
       DTHDTC,
       CASE WHEN DTHDTC <> '' THEN 'Y' ELSE '' END AS DTHFL,
       SITEID,
       BRTHDTC,
       AGE,
       'YEARS' AS AGEU,
       SEX,
       RACE,
       'NOT REPORTED' AS ETHNIC,
       CASE WHEN ENROLLED THEN study_value('ARMCD') ELSE '' END AS ARMCD,
       CASE WHEN ENROLLED THEN study_value('ARM') ELSE '' END AS ARM,
       CASE WHEN TREATED THEN study_value('ARMCD') ELSE '' END AS ACTARMCD,
       CASE WHEN TREATED THEN study_value('ARM') ELSE '' END AS ACTARM,
       CASE WHEN NOT ENROLLED AND NOT TREATED AND INELIGIBLE THEN 'SCREEN FAILURE'
            WHEN NOT ENROLLED THEN 'NOT ASSIGNED'
            WHEN NOT TREATED THEN 'ASSIGNED, NOT TREATED'
            ELSE '' END AS ARMNRS,
       '' AS ACTARMUD,
       study_value('COUNTRY') AS COUNTRY,
       CONSENT AS DMDTC,
       study_day(CONSENT, FIRST_DOSE) AS DMDY
FROM person
ORDER BY STUDYID, USUBJID
