-- CM: concomitant medication, earlier tyrosine kinase inhibitors, and later systemic therapy of the cancer.
WITH taken AS (
    SELECT CASE WHEN term('NY', CMONGO) = 'Y' THEN 1 ELSE 2 END AS PLACE, _row, narrow(SUBJID) AS SUBJID, narrow(CMSPID) AS CMSPID,
           text_of(CMTRT, coalesce(nullif(trimmed(CMTRT_EN), ''), CMTRT)) AS CMTRT, coded(CMDECOD_ZH, CMDECOD) AS CMDECOD, 'CONCOMITANT MEDICATION' AS CMCAT, '' AS CMSCAT,
           text_of(CMINDC, CMINDC_EN) AS CMINDC, trimmed(CMDOSTXT) AS CMDOSTXT, '' AS CMRSDISC,
           iso_date(CMSTDAT) AS CMSTDTC, iso_date(CMENDAT) AS CMENDTC, CASE WHEN term('NY', CMONGO) = 'Y' THEN 'ONGOING' ELSE '' END AS CMENRTPT
    FROM raw.conmeds
    UNION ALL
    SELECT 3, _row, narrow(SUBJID), narrow(TKISEQ), text_of(TKINAM, TKINAM_EN), anticancer_drug(TKINAM_EN), 'PRIOR ANTICANCER THERAPY', 'SYSTEMIC', 'HEPATOCELLULAR CARCINOMA', '',
           term('TKIREAS', TKIREAS), iso_date(TKISTDAT), iso_date(TKIENDAT), ''
    FROM raw.earlier_tki
    UNION ALL
    SELECT 4, _row, narrow(SUBJID), narrow(LTSEQ), text_of(LTNAM, LTNAM_EN), anticancer_drug(LTNAM_EN), 'SUBSEQUENT ANTICANCER THERAPY', term('LTTYPE', LTTYPE), 'HEPATOCELLULAR CARCINOMA', '',
           '', iso_date(LTSTDAT), iso_date(LTENDAT), ''
    FROM raw.later_therapy WHERE term('LTTYPE', LTTYPE) NOT IN ('LOCAL', 'RADIOTHERAPY'))

SELECT d.STUDYID,
       'CM' AS DOMAIN,
       d.USUBJID,
       row_number() OVER (PARTITION BY d.USUBJID ORDER BY CMCAT, CMSTDTC, CMSPID, PLACE, _row) AS CMSEQ,
       CMSPID,
       CMTRT,
       CMDECOD,
       CMCAT,
       CMSCAT,
       CMINDC,
       CMDOSTXT,
       CMRSDISC,
       CASE WHEN last_day_of(CMSTDTC) > first_day(d.RFPENDTC) THEN ''  -- the last element ends with participation
            ELSE epoch(CMSTDTC, d.RFICDTC, d.RFXSTDTC, d.RFXENDTC, e.EOTDTC) END AS EPOCH,
       CMSTDTC,
       CMENDTC,
       study_day(CMSTDTC, d.RFSTDTC) AS CMSTDY,
       study_day(CMENDTC, d.RFSTDTC) AS CMENDY,
       start_place(CMSTDTC, CMENDTC, d.RFSTDTC, d.RFENDTC) AS CMSTRF,
       CASE WHEN CMENRTPT <> '' THEN '' ELSE end_place(CMENDTC, CMSTDTC, d.RFSTDTC, d.RFENDTC) END AS CMENRF,
       CMENRTPT,
       CASE WHEN CMENRTPT <> '' THEN 'LAST CONTACT WITH THE SUBJECT' ELSE '' END AS CMENTPT
FROM taken t
JOIN qc.dm d ON d.SUBJID = t.SUBJID
LEFT JOIN treatment_end e ON e.SUBJID = t.SUBJID
ORDER BY d.STUDYID, d.USUBJID, CMCAT, CMSTDTC, CMSPID, CMSEQ
