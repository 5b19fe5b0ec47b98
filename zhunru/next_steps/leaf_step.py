"""一项要求的下一步。 The next step for one leaf that is open.

What helps depends on why it is open: records are supplied, a judgement is attested, time passes,
something is done, or what is past cannot change any more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from zhunru.dossiers import Dossier
from zhunru.errors import Bilingual
from zhunru.next_steps.ceilings import bring_down
from zhunru.next_steps.shortages import is_short, make_up
from zhunru.next_steps.sources import source_words
from zhunru.next_steps.step import Means, Step
from zhunru.requirements import Conformity, Leaf, Possession, Threshold, TitleRequirement
from zhunru.verdicts import Verdict
from zhunru.wording import sentence


def step_for(leaf: Leaf, verdict: Verdict, dossier: Dossier, as_of: date) -> Step:
    """Find the next step for a leaf.

    Args:
        leaf: A leaf of the dossier's criterion.
        verdict: The verdict on it: not met, evidence missing, or needs judgement.
        dossier: The dossier.
        as_of: The day as of which its evidence was counted.

    Returns:
        The step.
    """
    if verdict is Verdict.JUDGEMENT:
        return Step(leaf, Means.ATTESTATION, _attest(leaf))
    value = dossier.values.get(leaf.evidence_key)
    if verdict is Verdict.MISSING or value is None:
        return Step(leaf, Means.RECORDS, _supply(leaf))
    if isinstance(value, bool):
        found = Step(leaf, Means.DEED, _bring_about(leaf))
    else:
        way = make_up if is_short(leaf, Decimal(value)) else bring_down
        found = way(leaf, Decimal(value), dossier, as_of)
    return _unless_past(found, dossier.criterion.regulation.issued, as_of)


def _attest(leaf: Leaf) -> Bilingual:
    where = source_words(leaf)
    return Bilingual(
        f"请负责人认定：{leaf.label.zh}，记入{where.zh}",
        f"have the person in charge attest: {leaf.label.en}, in {where.en}",
    )


def _supply(leaf: Leaf) -> Bilingual:
    where, zh, en = source_words(leaf), leaf.label.zh, leaf.label.en
    if isinstance(leaf, Threshold) and leaf.measure.numerator and leaf.measure.denominator:
        parts = (leaf.measure.numerator.label, leaf.measure.denominator.label)
        zh += f"，即{'与'.join(f'“{part.zh}”' for part in parts)}"
        en += f", from {' and '.join(part.en for part in parts)}"
    return Bilingual(f"补充资料：{zh}（{where.zh}）", f"supply: {en} ({where.en})")


def _bring_about(leaf: Leaf) -> Bilingual:
    if isinstance(leaf, Conformity):
        return Bilingual(f"先达到：{leaf.label.zh}", f"first meet: {leaf.label.en}")
    return Bilingual(f"须做到：{leaf.label.zh}", f"bring about: {leaf.label.en}")


def _unless_past(step: Step, issued: date, as_of: date) -> Step:
    """What is counted up to the day of issue cannot change after that day."""
    leaf = step.leaf
    if not isinstance(leaf, Threshold | TitleRequirement | Possession):
        return step
    too_late = step.meets_from is not None and step.meets_from > issued
    if not leaf.qualifiers.as_of_issue or not (too_late or issued <= as_of):
        return step
    words, day = sentence(leaf), issued.isoformat()
    past = Bilingual(
        f"{words.zh}（{day}），其时未达到，不能改变",
        f"{words.en} ({day}): not reached then, cannot change",
    )
    return replace(step, means=Means.NEVER, words=past, meets_from=None)
