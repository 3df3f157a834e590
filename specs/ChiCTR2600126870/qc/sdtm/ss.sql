-- SS: survival status at each contact of the follow-up. A contact after the end of participation, such as one that
-- tells of a death, lies in no element of the trial.
WITH contact AS (
    SELECT _row, narrow(SUBJID) AS SUBJID, narrow(FUSEQ) AS SSSPID, term('SSTATRS', FUSTAT) AS STATUS, iso_date(FUDAT) AS SSDTC
    FROM raw.survival)

SELECT d.STUDYID,
       'SS' AS DOMAIN,
       d.USUBJID,
       row_number() OVER (PARTITION BY d.USUBJID ORDER BY SSDTC, SSSPID, _row) AS SSSEQ,
       SSSPID,
       'SURVSTAT' AS SSTESTCD,
       'Survival Status' AS SSTEST,
       STATUS AS SSORRES,
       STATUS AS SSSTRESC,
       NULL::DOUBLE AS VISITNUM,
       CASE WHEN d.RFPENDTC <> '' AND SSDTC > d.RFPENDTC THEN '' ELSE epoch(SSDTC, d.RFICDTC, d.RFXSTDTC, d.RFXENDTC, t.EOTDTC) END AS EPOCH,
       SSDTC,
       study_day(SSDTC, d.RFSTDTC) AS SSDY
FROM contact c
JOIN qc.dm d ON d.SUBJID = c.SUBJID
LEFT JOIN treatment_end t ON t.SUBJID = d.SUBJID
ORDER BY d.STUDYID, d.USUBJID, SSTESTCD, SSDTC, SSSPID, SSSEQ
