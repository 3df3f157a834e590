"""The forms as the hospital's system exports them: file, encoding or sheet, columns in order."""

from typing import NamedTuple


class Form(NamedTuple):
    file: str
    encoding: str  # of a CSV; blank for XLSX
    sheet: str
    columns: tuple[str, ...]

    @property
    def site(self) -> str:
        return self.columns[0]

    @property
    def subject(self) -> str:
        return self.columns[1]


FORMS = {
    "demography": Form(
        "demography.csv",
        "utf-8-sig",
        "",
        tuple("SITEID SUBJID SUBJINIT ICFDAT ICFTIM ICFVER BRTHDAT AGE SEX RACE NATION NATION_EN ENTRYTS SDV".split()),
    ),
    "reconsent": Form("reconsent.csv", "utf-8-sig", "", tuple("SITEID SUBJID RICFDAT RICFVER ENTRYTS".split())),
    "eligibility": Form(
        "eligibility.xlsx", "", "IE", tuple("SITEID SUBJID IEDAT ELIGYN IECODE IECOM ENRYN ENRDAT SDV".split())
    ),
    "visits": Form(
        "visits.csv", "utf-8-sig", "", tuple("SITEID SUBJID VISIT VISDONE VISDAT VISREAS VISREAS_EN ENTRYTS".split())
    ),
    "history": Form(
        "history.xlsx",
        "",
        "病史",
        tuple(
            (
                "中心编号 受试者编号 肝癌诊断日期 病理类型 肝移植日期 供体类型 符合米兰标准 首次复发日期 乙型肝炎 "
                "丙型肝炎 肝转移 肺转移 淋巴结转移 骨转移 肾上腺转移 腹膜转移 免疫抑制剂 监查核对"
            ).split()
        ),
    ),
    "earlier_tki": Form(
        "earlier_tki.csv",
        "gb18030",
        "",
        tuple("SITEID SUBJID TKISEQ TKINAM TKINAM_EN TKISTDAT TKIENDAT TKIREAS".split()),
    ),
    "ecog": Form("ecog.csv", "utf-8-sig", "", tuple("SITEID SUBJID VISIT ECOGDAT ECOG".split())),
    "child_pugh": Form(
        "child_pugh.csv",
        "utf-8-sig",
        "",
        tuple("SITEID SUBJID VISIT CPDAT CPENCEPH CPASCIT CPBILI CPALB CPPT CPSCORE CPCLASS".split()),
    ),
    "vital_signs": Form(
        "vital_signs.csv",
        "utf-8-sig",
        "",
        tuple("SITEID SUBJID VISIT VSDAT VSTIM TEMP PULSE SYSBP DIABP WEIGHT HEIGHT".split()),
    ),
    "haematology": Form(
        "haematology.csv",
        "gb18030",
        "",
        tuple(
            (
                "中心编号 受试者编号 访视 检验单位 采样日期 采样时间 白细胞 中性粒细胞 淋巴细胞 血红蛋白 血小板 "
                "录入时间"
            ).split()
        ),
    ),
    "chemistry": Form(
        "chemistry.csv",
        "utf-8-sig",
        "",
        tuple(
            (
                "SITEID SUBJID VISIT LABNAM LBDAT LBTIM ALT AST ALP GGT TBIL DBIL ALB CREA BUN GLU K NA CLSIG ENTRYTS"
            ).split()
        ),
    ),
    "coagulation": Form(
        "coagulation.csv", "utf-8-sig", "", tuple("SITEID SUBJID VISIT LABNAM LBDAT LBTIM PT INR APTT".split())
    ),
    "urinalysis": Form(
        "urinalysis.csv", "utf-8-sig", "", tuple("SITEID SUBJID VISIT LABNAM LBDAT LBTIM UPRO UBLD UPRO24".split())
    ),
    "afp": Form("afp.csv", "utf-8-sig", "", tuple("SITEID SUBJID VISIT LABNAM LBDAT AFP".split())),
    "local_lab": Form(
        "local_lab.csv", "gb18030", "", tuple("中心编号 受试者编号 访视 采样日期 检验单位 项目 结果 单位".split())
    ),
    "oxaliplatin": Form(
        "oxaliplatin.csv",
        "utf-8-sig",
        "",
        tuple(
            (
                "SITEID SUBJID VISIT OXYN OXPLAN OXPLANU OXBSA OXDOSE OXDOSU OXSTDAT OXSTTIM OXENDAT OXENTIM OXADJ "
                "OXADJRS ENTRYTS"
            ).split()
        ),
    ),
    "capecitabine": Form(
        "capecitabine.csv",
        "utf-8-sig",
        "",
        tuple(
            (
                "SITEID SUBJID VISIT CAPSEQ CAPPLAN CAPPLANU CAPDOSE CAPDOSU CAPFREQ CAPSTDAT CAPENDAT CAPTAB CAPADJ "
                "CAPADJRS"
            ).split()
        ),
    ),
    "bevacizumab": Form(
        "bevacizumab.csv",
        "utf-8-sig",
        "",
        tuple(
            (
                "SITEID SUBJID VISIT BEVYN BEVPLAN BEVPLANU BEVWT BEVDOSE BEVDOSU BEVSTDAT BEVSTTIM BEVENDAT BEVENTIM "
                "BEVADJ BEVADJRS"
            ).split()
        ),
    ),
    "target_lesions": Form(
        "target_lesions.csv",
        "utf-8-sig",
        "",
        tuple(
            "SITEID SUBJID VISIT TLNO TLORGAN TLLAT TLNODE TLDESC TLDESC_EN TLMETH TLDAT TLSTAT TLDIAM TLREAS".split()
        ),
    ),
    "nontarget_lesions": Form(
        "nontarget_lesions.csv",
        "utf-8-sig",
        "",
        tuple(
            (
                "SITEID SUBJID VISIT NTLNO NTLORGAN NTLLAT NTLNODE NTLDESC NTLDESC_EN NTLMETH NTLDAT NTLSTAT NTLREAS"
            ).split()
        ),
    ),
    "new_lesions": Form(
        "new_lesions.csv",
        "utf-8-sig",
        "",
        tuple("SITEID SUBJID VISIT NLNO NLORGAN NLLAT NLDESC NLDESC_EN NLMETH NLDAT NLSTAT".split()),
    ),
    "response": Form(
        "response.csv",
        "utf-8-sig",
        "",
        tuple("SITEID SUBJID VISIT RSDAT RSTRG RSNTRG RSNEW RSOVRL RSCOM RSCOM_EN SDV".split()),
    ),
    "ae": Form(
        "ae.csv",
        "utf-8-sig",
        "",
        tuple(
            (
                "SITEID SUBJID AESPID AETERM AETERM_EN AELLT AELLTCD AEDECOD AEPTCD AESOC AESOCCD AESTDAT AESTTIM "
                "AEENDAT AEONGO AETOXGR AESER AESDTH AESLIFE AESHOSP AESDISAB AESCONG AESMIE AERELOXA AERELCAP "
                "AERELBEV AEACNOXA AEACNCAP AEACNBEV AECONTRT AEOUT ENTRYTS SDV AELLT_ZH AEDECOD_ZH AESOC_ZH"
            ).split()
        ),
    ),
    "conmeds": Form(
        "conmeds.csv",
        "utf-8-sig",
        "",
        tuple(
            (
                "SITEID SUBJID CMSPID CMTRT CMTRT_EN CMDECOD CMINDC CMINDC_EN CMDOSTXT CMSTDAT CMENDAT CMONGO CMAENO "
                "CMDECOD_ZH"
            ).split()
        ),
    ),
    "later_therapy": Form(
        "later_therapy.xlsx", "", "后续治疗", tuple("SITEID SUBJID LTSEQ LTTYPE LTNAM LTNAM_EN LTSTDAT LTENDAT".split())
    ),
    "end_of_treatment": Form(
        "end_of_treatment.csv", "utf-8-sig", "", tuple("SITEID SUBJID EOTDAT EOTREAS EOTSP EOTSP_EN EOTAENO".split())
    ),
    "end_of_study": Form(
        "end_of_study.csv", "utf-8-sig", "", tuple("SITEID SUBJID EOSDAT EOSREAS EOSSP EOSSP_EN SDV".split())
    ),
    "death": Form("death.csv", "utf-8-sig", "", tuple("SITEID SUBJID DTHDAT DTHCAT DTHCAUS DTHCAUS_EN DTHAUT".split())),
    "survival": Form(
        "survival.csv", "utf-8-sig", "", tuple("SITEID SUBJID FUSEQ FUDAT FUSTAT FUMETH FUNEWTRT".split())
    ),
    "ecg": Form(
        "ecg.csv",
        "utf-8-sig",
        "",
        tuple("SITEID SUBJID VISIT EGYN EGDAT EGTIM HR PR QRS QT QTCF EGINTP EGREAS EGREAS_EN ENTRYTS SDV".split()),
    ),
    "pregnancy": Form(
        "pregnancy.csv", "utf-8-sig", "", tuple("SITEID SUBJID VISIT HCGYN HCGREAS LABNAM HCGDAT HCG ENTRYTS".split())
    ),
    "virology": Form(
        "virology.csv",
        "gb18030",
        "",
        tuple(
            "中心编号 受试者编号 访视 检验单位 采样日期 乙肝表面抗原 乙肝病毒DNA 丙肝抗体 丙肝病毒RNA 录入时间".split()
        ),
    ),
    "deviations": Form(
        "deviations.csv",
        "utf-8-sig",
        "",
        tuple("SITEID SUBJID DVNO DVDAT VISIT DVCAT DVDESC DVDESC_EN DVSEV DVEXCL ENTRYTS".split()),
    ),
}
