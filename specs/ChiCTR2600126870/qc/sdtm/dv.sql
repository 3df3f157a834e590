-- DV: deviations from the protocol, of rules and of the form (_deviations.sql).
SELECT v.STUDYID,
       'DV' AS DOMAIN,
       v.USUBJID,
       SEQ AS DVSEQ,
       SPID AS DVSPID,
       TERM AS DVTERM,
       DECOD AS DVDECOD,
       CAT AS DVCAT,
       VISITNUM,
       VISIT,
       epoch(DTC, d.RFICDTC, d.RFXSTDTC, d.RFXENDTC, t.EOTDTC) AS EPOCH,
       DTC AS DVSTDTC,
       study_day(DTC, d.RFSTDTC) AS DVSTDY
FROM qc._deviations v
JOIN qc.dm d ON d.USUBJID = v.USUBJID
LEFT JOIN treatment_end t ON t.SUBJID = v.SUBJID
ORDER BY v.STUDYID, v.USUBJID, DVCAT, DVDECOD, DVSTDTC, VISITNUM NULLS FIRST, DVSPID, DVTERM
