"""How the people who fill in the forms write an answer: one of these, more often the first."""

NY = {"Y": ("是", "是", "Y", "有"), "N": ("否", "否", "N", "无")}
SEX = {"M": ("男", "男", "M"), "F": ("女", "女", "F")}
RACE = {"ASIAN": ("亚洲人", "黄种人", "ASIAN")}
RESPONSE = {
    "CR": ("CR", "CR", "完全缓解"),
    "PR": ("PR", "PR", "部分缓解"),
    "SD": ("SD", "SD", "疾病稳定"),
    "PD": ("PD", "PD", "疾病进展"),
    "NE": ("NE", "无法评价"),
    "NON-CR/NON-PD": ("NON-CR/NON-PD", "非CR/非PD"),
}
ORGAN = {
    "ADRENAL GLAND": ("肾上腺",),
    "BONE": ("骨",),
    "LIVER": ("肝脏", "移植肝", "LIVER"),
    "LUNG": ("肺", "肺", "LUNG"),
    "MEDIASTINAL LYMPH NODE": ("纵隔淋巴结",),
    "PERITONEUM": ("腹膜",),
    "PORTAL LYMPH NODE": ("肝门淋巴结",),
    "RETROPERITONEAL LYMPH NODE": ("腹膜后淋巴结",),
}
SIDE = {"LEFT": ("左", "左侧", "LEFT"), "RIGHT": ("右", "右侧", "RIGHT"), "BILATERAL": ("双侧",), "": ("",)}
METHOD = {
    "CONTRAST ENHANCED CT SCAN": ("增强CT", "增强CT", "CONTRAST ENHANCED CT SCAN"),
    "CONTRAST ENHANCED MRI": ("增强MRI", "增强磁共振"),
    "CT SCAN": ("CT", "CT平扫"),
    "MRI": ("MRI", "磁共振"),
    "SCINTIGRAPHY": ("骨扫描", "ECT"),
}
TARGET_STATUS = {
    "MEASURED": ("已测量", "已测量", "MEASURED"),
    "TOO SMALL TO MEASURE": ("太小无法测量", "<5mm"),
    "ABSENT": ("消失",),
    "NOT ASSESSED": ("未评估", "未做"),
}
NONTARGET_STATUS = {
    "PRESENT": ("存在", "仍存在", "PRESENT"),
    "ABSENT": ("消失",),
    "UNEQUIVOCAL PROGRESSION": ("明确进展",),
    "NOT ASSESSED": ("未评估",),
}
CERTAINTY = {"UNEQUIVOCAL": ("明确", "肯定"), "EQUIVOCAL": ("可疑",)}
NOT_ASSESSED = {"REGION NOT SCANNED": ("未扫描该部位",), "POOR IMAGE QUALITY": ("图像质量差",)}
LABORATORY = {False: ("本院检验科",), True: ("外院检验科", "第三方检验")}
RELATED = {True: ("可能有关", "很可能有关", "有关", "POSSIBLY RELATED"), False: ("无关", "可能无关", "NOT RELATED")}
ACTION = {
    "DOSE NOT CHANGED": ("剂量不变", "剂量不变", "未采取措施"),
    "DOSE REDUCED": ("减量",),
    "DRUG INTERRUPTED": ("暂停用药", "暂停"),
    "DRUG WITHDRAWN": ("永久停药",),
    "NOT APPLICABLE": ("不适用",),
}
OUTCOME = {
    "RECOVERED/RESOLVED": ("痊愈", "恢复", "RECOVERED/RESOLVED"),
    "NOT RECOVERED/NOT RESOLVED": ("未恢复", "持续"),
    "RECOVERING/RESOLVING": ("好转",),
    "FATAL": ("死亡",),
}
GRADE = {1: ("1", "1级"), 2: ("2", "2级"), 3: ("3", "3级"), 4: ("4",), 5: ("5",)}
ADJUSTED = {"ADVERSE EVENT": ("不良事件",), "SUBJECT REQUEST": ("受试者要求",), "": ("",)}
REASON = {
    "ADVERSE EVENT": ("不良事件",),
    "DEATH": ("死亡",),
    "LOST TO FOLLOW-UP": ("失访",),
    "PHYSICIAN DECISION": ("研究者决定",),
    "PROGRESSIVE DISEASE": ("疾病进展", "疾病进展", "PD"),
    "SCREEN FAILURE": ("筛选失败",),
    "WITHDRAWAL BY SUBJECT": ("受试者退出", "撤回知情同意"),
}
CAUSE = {"DISEASE PROGRESSION": ("疾病进展",), "ADVERSE EVENT": ("不良事件",), "OTHER": ("其他",)}
ALIVE = {"ALIVE": ("存活", "存活", "ALIVE"), "DEAD": ("死亡",), "UNKNOWN": ("失访",)}
DONOR = {"DECEASED DONOR": ("尸体供肝", "公民逝世后捐献"), "LIVING DONOR": ("活体供肝",)}
TKI_STOPPED = {"PROGRESSION": ("疾病进展", "进展"), "INTOLERANCE": ("不耐受",)}
CHILD_PUGH = {"A": ("A", "A级"), "B": ("B", "B级")}
LATER_TYPE = {"SYSTEMIC": ("系统治疗", "全身治疗"), "LOCAL": ("局部治疗",), "RADIOTHERAPY": ("放疗",)}
TWICE_A_DAY = {"BID": ("BID", "每日两次")}
INTERPRETATION = {
    "NORMAL": ("正常", "正常", "NORMAL"),
    "ABNORMAL, NOT CLINICALLY SIGNIFICANT": ("异常无临床意义", "异常, 无临床意义"),
    "ABNORMAL, CLINICALLY SIGNIFICANT": ("异常有临床意义",),
}
TESTED = {"TESTED": ("已测", "已做"), "NOT APPLICABLE": ("不适用", "NA")}
CANNOT_BEAR = {"POSTMENOPAUSAL": ("绝经", "已绝经"), "SURGICALLY STERILE": ("绝育术后",)}
VIRUS = {True: ("阳性", "阳性", "+", "POSITIVE"), False: ("阴性", "阴性", "-", "NEGATIVE")}
DEVIATION = {
    "ASSESSMENT NOT DONE": ("未做检查", "检查未做"),
    "DOSE DEVIATION": ("用药剂量", "给药偏离"),
    "ELIGIBILITY CRITERION NOT MET": ("入排标准", "不符合入排标准"),
    "OTHER": ("其他",),
    "PROHIBITED MEDICATION": ("禁用药物", "合并禁用药物"),
    "VISIT OUT OF WINDOW": ("访视超窗", "超窗"),
}
SEVERITY = {"MAJOR": ("重要", "重要偏离", "MAJOR"), "MINOR": ("轻微", "轻微偏离", "MINOR")}
UNIT = {
    "mg": ("mg", "mg", "毫克"),
    "mg/m2": ("mg/m2", "mg/m²"),
    "mg/kg": ("mg/kg",),
    "10^9/L": ("10^9/L", "10^3/uL", "×10^9/L"),
    "g/dL": ("g/dL",),
    "U/L": ("U/L", "IU/L"),
    "mg/dL": ("mg/dL",),
}
STRIP = {0: ("阴性", "阴性", "-", "NEGATIVE"), 1: ("±", "微量"), 2: ("1+", "+"), 3: ("2+", "++"), 4: ("3+", "+++")}

# Which codelist of the study must know these answers.
CODELISTS = {
    "NY": NY,
    "SEX": SEX,
    "RACE": RACE,
    "ONCRSR": RESPONSE,
    "LOC": ORGAN,
    "LAT": SIDE,
    "METHOD": METHOD,
    "TLSTAT": TARGET_STATUS,
    "NTLSTAT": NONTARGET_STATUS,
    "NLSTAT": CERTAINTY,
    "NEREAS": NOT_ASSESSED,
    "LAB": LABORATORY,
    "CAUSAL": RELATED,
    "ACN": ACTION,
    "OUT": OUTCOME,
    "CTCGRADE": GRADE,
    "ADJREAS": ADJUSTED,
    "NCOMPLT": REASON,
    "DTHCAT": CAUSE,
    "SSTATRS": ALIVE,
    "DONOR": DONOR,
    "TKIREAS": TKI_STOPPED,
    "CPCLASS": CHILD_PUGH,
    "LTTYPE": LATER_TYPE,
    "FREQ": TWICE_A_DAY,
    "EGINTP": INTERPRETATION,
    "HCGYN": TESTED,
    "HCGREAS": CANNOT_BEAR,
    "DVKIND": DEVIATION,
    "DVSEV": SEVERITY,
    "UNIT": UNIT,
    "LBSTRESC": STRIP,
}
