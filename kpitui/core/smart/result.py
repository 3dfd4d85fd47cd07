"""R: a result that matters, something to act on that moves before it, and something that must not pay for it."""

from __future__ import annotations

from kpitui.core.errors import mark
from kpitui.core.kpi_nature import is_flattering
from kpitui.core.smart.draft import Check, Facts, Finding, Fix, GoalDraft, addition_text, lack

MANY_DRIVERS = 5
"""More KPIs than this for one goal are looked at and not steered by."""


def unreasoned(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that it is not said why the result matters, which of a figure that flatters is the first question."""
    if draft.why.strip():
        return None
    message, repair = mark("no reason yet: why does this matter?"), mark("say what your business gets out of it")
    name = facts.kpi.name if facts.kpi is not None else facts.metric or draft.title.strip()
    if facts.template_facts.vain if facts.kpi is not None else is_flattering(draft.title):
        message = mark("{kpi} can grow without earning you anything. What will you do differently when it moves?")
        repair = mark("say what you will do with it, or choose the result behind it")
    return Finding("R", "warning", "why", message, {"kpi": name}, repair)


def undriven(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that nothing is named that can be acted on, and that would move before the result does."""
    if draft.drivers:
        return None
    message = mark("no driver yet: which KPI moves first and is in your control?")
    repair = mark("pick one you can work on every day")
    usual = facts.template_facts.drivers
    names = ", ".join(driver.name for driver in usual)
    fixes = list[Fix]()
    if usual:
        repair = mark("pick one you can work on every day, such as {drivers}")
        there = [driver for driver in usual if not driver.new]
        if there:
            named = {"drivers": ", ".join(driver.name for driver in there)}
            fixes.append(Fix(mark("add {drivers}"), named, {}, "drivers", " ".join(driver.key for driver in there)))
        # A KPI that is not kept yet is work of its own every day: each is taken by itself.
        fixes += [Fix(*addition_text(driver), {}, "drivers", driver.key) for driver in usual if driver.new]
    return Finding("R", "hint", "drivers", message, {"drivers": names}, repair, tuple(fixes))


def unguarded(draft: GoalDraft, facts: Facts) -> Finding | None:
    """Find that no counter-KPI is named, and name the trap of the KPI and its usual counter where they are known."""
    if draft.counters:
        return None
    message = mark("watch out: this goal could be reached at the cost of something else")
    repair, params = mark("pick a KPI that must not get worse"), dict[str, object]()
    fixes: tuple[Fix, ...] = ()
    if facts.template_facts.counter:
        message = mark("watch out: {trap}")
        repair = mark("pick a KPI that must not get worse, such as {counter}")
        counter = facts.template_facts.counter
        params = {"trap": facts.template_facts.trap, "counter": counter.name}
        text, names = addition_text(counter) if counter.new else (mark("keep an eye on {counter}"), {})
        fixes = (Fix(text, names, {}, "counter", counter.key),)
    return Finding("R", "hint", "counters", message, params, repair, fixes)


CHECKS: tuple[Check, ...] = (
    Check("R", unreasoned),
    Check("R", undriven),
    Check("R", unguarded),
    lack(
        "R", "hint", "drivers",
        when=lambda draft, facts: len(draft.drivers) > MANY_DRIVERS,
        message=mark("more drivers than one person can work on"),
        repair=mark("keep the two or three you work on"),
        fixes=lambda draft, facts: (Fix(mark("keep the first three"), {}, {"drivers": draft.drivers[:3]}),),
    ),
)  # fmt: skip
