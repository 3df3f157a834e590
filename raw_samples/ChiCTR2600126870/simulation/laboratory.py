"""What the blood and the urine of a subject do under treatment, in the units of the trial hospital."""

from datetime import date

from .draws import Draws
from .plan import Plan, Sample
from .study import add_days

# Baseline mean and spread; limits keep the values possible.
BLOOD = {
    "NEUT": (3.4, 0.7, 1.8, 7.0),
    "LYM": (1.3, 0.35, 0.4, 3.0),
    "HGB": (128, 12, 92, 168),
    "PLAT": (152, 38, 84, 320),
}
CHEMISTRY = {
    "ALT": (29, 11, 8, 95),
    "AST": (31, 10, 12, 95),
    "ALP": (98, 30, 40, 320),
    "GGT": (58, 26, 10, 300),
    "BILI": (14.5, 4.5, 4.0, 38.0),
    "ALB": (41, 3.4, 30.5, 52),
    "CREAT": (74, 13, 42, 120),
    "UREAN": (5.4, 1.2, 2.4, 12.0),
    "GLUC": (5.6, 0.8, 3.6, 12.0),
    "K": (4.1, 0.3, 3.1, 5.6),
    "SODIUM": (140.5, 2.2, 131, 149),
}
COAGULATION = {"PT": (12.0, 0.7, 9.8, 16.5), "APTT": (30.5, 3.0, 22.0, 48.0)}


class Laboratory:
    """Draws the samples of one subject; the burden of disease and the cycles given move them."""

    def __init__(self, plan: Plan, draws: Draws):
        self.plan, self.draws = plan, draws
        self.usual = {test: _within(draws, *spread) for test, spread in {**BLOOD, **CHEMISTRY, **COAGULATION}.items()}
        self.protein = 0  # 0..4: the step of proteinuria that bevacizumab has reached

    def sample(self, visit: str, day: date, values: dict, long: bool = False) -> Sample:
        sample = Sample(visit, day, long or self.draws.chance(self.plan.person.outside), values, long)
        self.plan.samples.append(sample)
        return sample

    def haematology(self, cycles: int, depth: float = 1.0, recovered: bool = False) -> dict:
        """Counts after so many cycles; depth below 1 for the nadir within a cycle."""
        factor = 0.92 if recovered else (1 - 0.05 * min(cycles, 5)) * depth
        values = {test: self.usual[test] * factor * self.draws.normal(1, 0.17) for test in ("NEUT", "PLAT")}
        if cycles == 0 or recovered:
            values = {"NEUT": max(values["NEUT"], 1.62), "PLAT": max(values["PLAT"], 79.0)}
        values["LYM"] = self.usual["LYM"] * self.draws.normal(1 - 0.03 * min(cycles, 6), 0.12)
        values["HGB"] = self.usual["HGB"] * self.draws.normal(1 - 0.02 * min(cycles, 7), 0.035)
        values = {test: max(value, BLOOD[test][2] / 8) for test, value in values.items()}
        values["WBC"] = values["NEUT"] + values["LYM"] + self.draws.normal(0.55, 0.08)
        return values

    def chemistry(self, day: date) -> dict:
        values = {
            test: _within(self.draws, self.usual[test], spread / 4, low, high * 4)
            for test, (_, spread, low, high) in CHEMISTRY.items()
        }
        burden = self.burden(day)
        for test in ("ALT", "AST", "GGT", "BILI", "ALP"):
            values[test] *= 1 + 0.5 * max(0.0, burden - 1.1) + (self.draws.uniform() if self.draws.chance(8) else 0)
        if self.draws.chance(1.5):
            values["ALT"] *= 4
            values["AST"] *= 3
        values["BILDIR"] = values["BILI"] * self.draws.between(22, 40) / 100
        return values

    def coagulation(self) -> dict:
        values = {
            test: _within(self.draws, self.usual[test], spread / 4, low, high)
            for test, (_, spread, low, high) in COAGULATION.items()
        }
        values["INR"] = values["PT"] / 11.6
        return values

    def urine(self, bevacizumab: bool) -> dict:
        """Strip (0 negative, 1 trace, 2..4 for 1+..3+) and, from 2+ on, grams in 24 hours."""
        if bevacizumab:
            self.protein += 1 if self.draws.chance(9) else 0
            self.protein -= 1 if self.protein and self.draws.chance(12) else 0
        else:
            self.protein = max(0, self.protein - 1)
        self.protein = min(self.protein, 4)
        values = {"PROT": self.protein, "OCCBLD": 1 if self.draws.chance(6) else 0}
        if self.protein >= 3 or self.draws.chance(10):
            low, high = ((3, 14), (8, 25), (20, 80), (90, 260), (300, 480))[self.protein]
            values["PROTEXR"] = self.draws.between(low, high) / 100
        return values

    def burden(self, day: date) -> float:
        """Sum of target lesions on a day as a share of the baseline, from the scans up to three weeks ahead."""
        burden = 1.0
        for scan in self.plan.scans:
            if scan.measured and scan.date <= add_days(day, 21):
                total = sum(size or 0 for _, _, size in scan.measured)
                burden = total / sum(lesion.base for lesion in self.plan.lesions)
                burden += 0.6 if scan.overall == "PD" else 0
        return burden

    def afp(self, day: date) -> dict:
        burden = self.burden(day)
        return {"AFP": max(self.plan.person.afp * (0.05 + 0.95 * burden * burden) * self.draws.normal(1, 0.1), 0.3)}


def _within(draws: Draws, mean: float, spread: float, low: float, high: float) -> float:
    return min(max(draws.normal(mean, spread), low), high)
