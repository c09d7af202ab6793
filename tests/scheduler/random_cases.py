"""Small random protocols, as tables of the protocol file, with a ward around them."""

from datetime import date, timedelta

from tests.scheduler.brute_force import Case

STARTS = [date(2024, 2, 26), date(2025, 12, 29), date(2026, 4, 13), date(2027, 2, 24)]


def random_case(random, *, infusions=(1, 2, 3), windows=True, reach=4):
    """Make a case from a random source; every choice of the format is met now and then."""
    codes = [f"NK{number}" for number in range(1, random.choice(infusions) + 1)]
    anchored = random.choice(codes) if random.random() < 0.15 else codes[0]
    items = [_infusion(random, code, anchored, windows=windows, reach=reach) for code in codes]
    items += _others(random)
    random.shuffle(items) if random.random() < 0.2 else None
    table = {
        "anchor": {
            "chemo": _chemo_anchor(random),
            "nk": {"number": random.choice([0, 1]), "day_zero": True, "item": anchored},
            "sampled": {"number": 0, "day_zero": True, "item": "SMP"},
        },
        "calendar": {"ward": {}, "lab": _lab(random)},
        "item": items,
        "gap": [_gap(random, codes) for _ in range(random.choice([0, 1, 2, 3]))],
    }
    start = random.choice(STARTS) + timedelta(days=random.randrange(14))
    days = [start + timedelta(days=random.randrange(-3, 20)) for _ in range(8)]
    today = start + timedelta(days=random.randrange(-5, 9)) if random.random() < 0.3 else None
    return Case(
        table,
        start,
        closed={"lab": set(days[:4]), "ward": set(days[:1]) if random.random() < 0.2 else set()},
        opened={"lab": {day for day in days[3:6] if day not in days[:4]}},
        taken={"lab": {day: random.choice([1, 2]) for day in days[4:]}},
        today=today,
    )


def _chemo_anchor(random):
    if random.random() < 0.5:
        return {"number": random.choice([0, 1]), "day_zero": True}
    return {"number": random.choice([1, 2, -1]), "day_zero": False}


def _lab(random):
    lab = {}
    if random.random() < 0.6:
        lab["closed_weekdays"] = ["sat", "sun"]
    if random.random() < 0.5:
        lab["capacity"] = random.choice([0, 1, 2, 2])
    return lab


def _window(random, reach):
    window = {"before": random.randrange(reach // 2 + 1), "after": random.randrange(reach // 2 + 1)}
    if random.random() < 0.2:
        del window[random.choice(["before", "after"])]
    return window


def _infusion(random, code, anchored, *, windows, reach):
    number = int(code[2:])
    if code == anchored:
        anchor, days = "chemo", [random.randrange(4, 9)]
    else:
        anchor = random.choice(["chemo", "nk", "nk", "nk", "sampled"])
        days = [random.randrange(1, 5) * number - (2 if anchor == "nk" else 0) or 1]
        if anchor == "chemo":
            days = [random.randrange(5, 12)]
    item = {"code": code, "kind": "infusion", "anchor": anchor, "days": days, "calendar": "lab"}
    if windows:
        item["window"] = _window(random, reach)
    return item


def _others(random):
    sample = {"code": "SMP", "kind": "sample", "anchor": random.choice(["chemo", "nk"])}
    sample |= {"days": [random.randrange(1, 4)], "calendar": "lab"}
    if random.random() < 0.7:
        sample["window"] = _window(random, 4)
    chemo = {"code": "FLU", "kind": "chemo", "anchor": "chemo"}
    chemo["days"] = random.choice([[1, 2, 3], [-2, -1, 1], [2], [1, 5]])
    late = {
        "code": "LATE",
        "kind": "chemo",
        "anchor": random.choice(["nk", "sampled"]),
        "days": [2],
    }
    check = {"code": "CHK", "kind": "check", "anchor": "nk", "days": [3, 7], "calendar": "lab"}
    return [chemo, sample] + [one for one in (late, check) if random.random() < 0.3]


def _gap(random, codes):
    ends = [*codes, *codes, "chemo.first", "chemo.last", "SMP", "FLU@1", "CHK@7", "LATE"]
    start, end = random.choice(ends), random.choice(codes)
    if random.random() < 0.1:
        start, end = end, start
    gap = {"from": start, "to": end}
    if random.random() < 0.7:
        gap["min"] = random.randrange(5)
    if "min" not in gap or random.random() < 0.4:
        gap["max"] = gap.get("min", 0) + random.randrange(8)
    return gap
