"""Verbatim terms with their translation and coding, and the medicines given.

The codes are those by which the preferred terms are widely cited; they are here to have the shape of a coding
house's return, not as a source of the dictionary.
"""

BLOOD = ("Blood and lymphatic system disorders", 10005329)
GUT = ("Gastrointestinal disorders", 10017947)
GENERAL = ("General disorders and administration site conditions", 10018065)
INFECTIONS = ("Infections and infestations", 10021881)
INJURY = ("Injury, poisoning and procedural complications", 10022117)
INVESTIGATIONS = ("Investigations", 10022891)
METABOLISM = ("Metabolism and nutrition disorders", 10027433)
NERVES = ("Nervous system disorders", 10029205)
MIND = ("Psychiatric disorders", 10037175)
KIDNEY = ("Renal and urinary disorders", 10038359)
CHEST = ("Respiratory, thoracic and mediastinal disorders", 10038738)
SKIN = ("Skin and subcutaneous tissue disorders", 10040785)
VESSELS = ("Vascular disorders", 10047065)

# term -> verbatim, translation, lowest level term (here also the preferred term), its code, class, its code
TERMS = {
    "neutropenia": ("中性粒细胞减少", "Neutrophils decreased", "Neutrophil count decreased", 10029366, *INVESTIGATIONS),
    "thrombocytopenia": ("血小板减少", "Platelets decreased", "Platelet count decreased", 10035528, *INVESTIGATIONS),
    "anaemia": ("贫血", "Anaemia", "Anaemia", 10002034, *BLOOD),
    "alt": ("谷丙转氨酶升高", "ALT increased", "Alanine aminotransferase increased", 10001551, *INVESTIGATIONS),
    "ast": ("谷草转氨酶升高", "AST increased", "Aspartate aminotransferase increased", 10003481, *INVESTIGATIONS),
    "bilirubin": ("胆红素升高", "Bilirubin increased", "Blood bilirubin increased", 10005364, *INVESTIGATIONS),
    "nausea": ("恶心", "Nausea", "Nausea", 10028813, *GUT),
    "vomiting": ("呕吐", "Vomiting", "Vomiting", 10047700, *GUT),
    "diarrhoea": ("腹泻", "Diarrhoea", "Diarrhoea", 10012735, *GUT),
    "bleeding": (
        "上消化道出血",
        "Upper gastrointestinal bleeding",
        "Upper gastrointestinal haemorrhage",
        10046274,
        *GUT,
    ),
    "fatigue": ("乏力", "Fatigue", "Fatigue", 10016256, *GENERAL),
    "fever": ("发热", "Fever", "Pyrexia", 10037660, *GENERAL),
    "pneumonia": ("重症肺炎", "Severe pneumonia", "Pneumonia", 10035664, *INFECTIONS),
    "infusion": ("输液反应", "Infusion reaction", "Infusion related reaction", 10051792, *INJURY),
    "appetite": ("食欲下降", "Decreased appetite", "Decreased appetite", 10061428, *METABOLISM),
    "neuropathy": ("手足麻木", "Numbness of hands and feet", "Peripheral sensory neuropathy", 10034620, *NERVES),
    "insomnia": ("失眠", "Insomnia", "Insomnia", 10022437, *MIND),
    "proteinuria": ("蛋白尿", "Proteinuria", "Proteinuria", 10037032, *KIDNEY),
    "epistaxis": ("鼻出血", "Nosebleed", "Epistaxis", 10015090, *CHEST),
    "hand_foot": ("手足综合征", "Hand-foot syndrome", "Palmar-plantar erythrodysaesthesia syndrome", 10033553, *SKIN),
    "hypertension": ("高血压", "Hypertension", "Hypertension", 10020772, *VESSELS),
}

# Terms and classes of the dictionary in Chinese: own translations, as they have no source.
IN_CHINESE = {
    "Neutrophil count decreased": "中性粒细胞计数降低",
    "Platelet count decreased": "血小板计数降低",
    "Anaemia": "贫血",
    "Alanine aminotransferase increased": "丙氨酸氨基转移酶升高",
    "Aspartate aminotransferase increased": "天门冬氨酸氨基转移酶升高",
    "Blood bilirubin increased": "血胆红素升高",
    "Nausea": "恶心",
    "Vomiting": "呕吐",
    "Diarrhoea": "腹泻",
    "Upper gastrointestinal haemorrhage": "上消化道出血",
    "Fatigue": "疲劳",
    "Pyrexia": "发热",
    "Pneumonia": "肺部感染",
    "Infusion related reaction": "输液相关反应",
    "Decreased appetite": "食欲减退",
    "Peripheral sensory neuropathy": "周围感觉神经病",
    "Insomnia": "失眠",
    "Proteinuria": "蛋白尿",
    "Epistaxis": "鼻衄",
    "Palmar-plantar erythrodysaesthesia syndrome": "手足综合征",
    "Hypertension": "高血压",
    "Blood and lymphatic system disorders": "血液与淋巴系统疾病",
    "Gastrointestinal disorders": "胃肠系统疾病",
    "General disorders and administration site conditions": "全身性疾病与给药部位反应",
    "Infections and infestations": "感染与侵染性疾病",
    "Injury, poisoning and procedural complications": "损伤、中毒与操作并发症",
    "Investigations": "检查",
    "Metabolism and nutrition disorders": "代谢与营养疾病",
    "Nervous system disorders": "神经系统疾病",
    "Psychiatric disorders": "精神疾病",
    "Renal and urinary disorders": "肾脏与泌尿系统疾病",
    "Respiratory, thoracic and mediastinal disorders": "呼吸、胸腔与纵隔疾病",
    "Skin and subcutaneous tissue disorders": "皮肤与皮下组织疾病",
    "Vascular disorders": "血管疾病",
}

# verbatim, translation, dose, indication, its translation
MEDICINES = {
    "neutropenia": ("重组人粒细胞刺激因子", "Filgrastim", "150 ug qd", "中性粒细胞减少", "Neutrophils decreased"),
    "thrombocytopenia": (
        "重组人血小板生成素",
        "Recombinant human thrombopoietin",
        "15000 U qd",
        "血小板减少",
        "Platelets decreased",
    ),
    "vomiting": ("昂丹司琼", "Ondansetron", "8 mg prn", "呕吐", "Vomiting"),
    "diarrhoea": ("蒙脱石散", "Dioctahedral smectite", "3 g tid", "腹泻", "Diarrhoea"),
    "hand_foot": ("尿素软膏", "Urea ointment", "topical bid", "手足综合征", "Hand-foot syndrome"),
    "hypertension": ("氨氯地平", "Amlodipine", "5 mg qd", "高血压", "Hypertension"),
    "infusion": ("地塞米松", "Dexamethasone", "5 mg st", "输液反应", "Infusion reaction"),
    "bleeding": ("生长抑素", "Somatostatin", "6 mg qd", "上消化道出血", "Upper gastrointestinal bleeding"),
    "pneumonia": ("亚胺培南", "Imipenem", "1 g q8h", "肺炎", "Pneumonia"),
}
USUAL_MEDICINES = (
    (
        "all",
        ("他克莫司", "Tacrolimus", "1 mg bid", "肝移植后抗排斥", "Prevention of rejection after liver transplantation"),
    ),
    ("hepatitis B", ("恩替卡韦", "Entecavir", "0.5 mg qd", "慢性乙型肝炎", "Chronic hepatitis B")),
)
