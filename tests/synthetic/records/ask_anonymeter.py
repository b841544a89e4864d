"""Ask anonymeter for the risks of the same synthetic rows, and keep them in ``anonymeter.json``.

Once; first our own environment writes the tables and our risks, then another one asks::

    .venv/bin/python -m tests.synthetic.records.ask_anonymeter write FOLDER
    uv venv other && uv pip install --python other "anonymeter==1.1.0"
    other/bin/python tests/synthetic/records/ask_anonymeter.py ask FOLDER

Pupils of whom nothing is missing: anonymeter's distances know no missing values.  As many of those
learned from as of others: with twice as many, it singles out rows of independent columns as well
(0.10, 0.06 to 0.13).  It takes a guess of a number for right if it is off by 5 % of the number, we
if it is off by 2 % of the bounds.
"""

import json
import sys
from pathlib import Path

RECORD = Path(__file__).with_name("anonymeter.json")
PARTS = (["den", "sex", "ses", "iqv", "lpr"], ["min", "rpg", "iqp", "apr", "lpo", "apo"])
SECRET = "apo"
ATTACKS = 500


def write(folder):
    """Write tables to attack, and what we find in them."""
    from pet_workbench.synthetic import Cart, Copy, Independent
    from pet_workbench.synthetic.risk import INFERENCE, LINKABILITY, SINGLING_OUT, Plan, attack
    from tests.synthetic.pupils import PUPILS, halves, private

    train, control = (one.dropna().reset_index(drop=True) for one in halves())
    made = {
        "copy": Copy(),
        "independent": Independent(),
        "cart-not-private": Cart(),
        "private": private(),
    }
    folder.mkdir(exist_ok=True)
    train.to_csv(folder / "train.csv", index=False)
    control.to_csv(folder / "control.csv", index=False)
    ours = {}
    for name, generator in made.items():
        synthetic = generator.fit(train, PUPILS).draw(len(train), seed=3).dropna()
        synthetic.to_csv(folder / f"{name}.csv", index=False)
        plan = Plan(attacks=ATTACKS, parts=PARTS, secret=SECRET)
        ours[name] = {}
        for way in (SINGLING_OUT, LINKABILITY, INFERENCE):
            risk = attack(
                way,
                train=train,
                control=control,
                synthetic=synthetic,
                description=PUPILS,
                plan=plan,
            )
            ours[name][way] = [round(one, 3) for one in (risk.value, *risk.interval())]
    (folder / "ours.json").write_text(json.dumps(ours), encoding="utf-8")


def ask(folder):
    """Attack the same tables with anonymeter, and write the record."""
    import pandas as pd
    from anonymeter.evaluators import (
        InferenceEvaluator,
        LinkabilityEvaluator,
        SinglingOutEvaluator,
    )

    def read(name):
        table = pd.read_csv(folder / f"{name}.csv")
        kinds = ("den", "sex", "min", "rpg")
        return table.astype({one: int for one in kinds}).astype({one: str for one in kinds})

    def rounded(evaluator):
        risk = evaluator.risk()
        return [round(float(one), 3) for one in (risk.value, *risk.ci)]

    ours = json.loads((folder / "ours.json").read_text(encoding="utf-8"))
    theirs = {}
    for name in ours:
        control = read("control")
        some = read("train").sample(len(control), random_state=1)
        given = {"ori": some, "syn": read(name), "control": control}
        single = SinglingOutEvaluator(**given, n_attacks=ATTACKS, n_cols=4)
        single.evaluate(mode="multivariate")
        link = LinkabilityEvaluator(**given, n_attacks=ATTACKS, aux_cols=PARTS, n_neighbors=1)
        link.evaluate(n_jobs=1)
        others = [one for one in given["ori"] if one != SECRET]
        infer = InferenceEvaluator(
            **given, aux_cols=others, secret=SECRET, regression=True, n_attacks=ATTACKS
        )
        infer.evaluate(n_jobs=1)
        theirs[name] = {
            "singling-out": rounded(single),
            "linkability": rounded(link),
            "inference": rounded(infer),
        }
    record = {"library": "anonymeter 1.1.0", "ours": ours, "theirs": theirs}
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    {"write": write, "ask": ask}[sys.argv[1]](Path(sys.argv[2]))
