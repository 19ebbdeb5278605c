"""
Count what becomes of sites that are written twice: found, asked about, missed, wrongly joined.

    python benchmarks/doubles.py [--sites N] [--seed N]

Makes a town of invented sites, many of one name or next door, writes each once more as another
clerk would, and lets the program say which is which. Prints a Markdown table by kind of change, the
pairs wrongly joined, and the time a site takes.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable

from data.ledger.entries import SiteEntry, entry_of
from data.ledger.likeness import learn_places
from data.ledger.sitebook import SiteBook

Record = dict[str, str | int | float | bool | None]
Change = Callable[[Record, random.Random], Record]

MARKS = (
    "永盛",
    "鑫源",
    "顺达",
    "华泰",
    "宏达",
    "利民",
    "兴旺",
    "东升",
    "金鼎",
    "恒发",
    "佳和",
    "瑞丰",
)
TRADES = ("木材", "家具制造", "食品加工", "塑料制品", "机械加工", "纺织", "印染", "建材", "养殖")
FORMS = ("厂", "有限公司", "加工点", "合作社", "经营部")
YARDS = ("旧面粉厂", "原砖厂", "闲置厂房", "废弃养殖场", "旧小学院落")
SIDES = ("", "(东院)", "(西院)", "2号")
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
IDLE_SHARE = 0.25
METRE_LON, METRE_LAT = 1 / 90_526, 1 / 111_195


def main() -> None:
    """Make the town, write it twice, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--sites", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    made = random.Random(options.seed)  # noqa: S311 - an invented town
    sites = [site(number, made) for number in range(options.sites)]
    names = [str(one["name"]) for one in sites]
    book = SiteBook([], places=learn_places(names))
    started = time.process_time()
    joined = 0
    for one in sites:
        entry = entry_of({**one, "site_id": ""})
        joined += book.match(entry).site is not None
        book.add(entry_of(one))
    took_s = time.process_time() - started
    print("| change | once more | right | asked | missed | wrong |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, change in CHANGES.items():
        counts = Counter(fate(book, one, change(dict(one), made)) for one in sites)
        cells = [counts[key] for key in ("right", "asked", "missed", "wrong")]
        print(f"| {name} | {len(sites)} | " + " | ".join(map(str, cells)) + " |")
    print(
        f"\n{joined} of {len(sites)} different sites wrongly joined; "
        f"{took_s / len(sites) * 1e6:.0f} µs of processor a site, {took_s:.1f} s in all."
    )


def site(number: int, made: random.Random) -> Record:
    """Invent one site; one in four is an idle yard, which has no code and a common name."""
    village = f"{made.choice('刘张王李赵')}{made.choice('湾庄寨楼堌')}村"
    idle = made.random() < IDLE_SHARE
    firm = f"柳河镇{made.choice(MARKS)}{made.choice(TRADES)}{made.choice(FORMS)}"
    name = f"{village}{made.choice(YARDS)}{made.choice(SIDES)}" if idle else firm
    return {
        "site_id": f"S{number + 1:05d}",
        "kind": "idle_factory" if idle else "enterprise",
        "name": name,
        "village": village,
        "address": f"{village}{made.randint(1, 999)}号",
        "code": None if idle else "91" + "".join(made.choices(SIGNS, k=16)),
        "lon_deg": 115 + made.random() * 0.3,
        "lat_deg": 35.5 + made.random() * 0.3,
    }


def fate(book: SiteBook, one: Record, again: Record) -> str:
    """Say what the book makes of a site that is written once more."""
    entry: SiteEntry = entry_of({**again, "site_id": ""})
    found = book.match(entry)
    if found.site is not None:
        return "right" if found.site.site_id == one["site_id"] else "wrong"
    return "asked" if found.doubt is not None else "missed"


def _shifted(one: Record, metres: float, made: random.Random) -> Record:
    away = made.uniform(-metres, metres)
    lon, lat = float(str(one["lon_deg"])), float(str(one["lat_deg"]))
    return {**one, "lon_deg": lon + away * METRE_LON, "lat_deg": lat + away * METRE_LAT}


def _named(one: Record, name: str) -> Record:
    return {**one, "name": name}


def _slip(one: Record, made: random.Random) -> Record:
    name = str(one["name"])
    at = made.randrange(len(name))
    return _named(one, name[:at] + made.choice("盛胜鑫兴源园发华") + name[at + 1 :])


CHANGES: dict[str, Change] = {
    "as it is, another phone (15 m)": lambda one, made: _shifted(one, 15, made),
    "blanks and full width": lambda one, _: _named(
        one, " ".join(str(one["name"])).replace("2", "２")
    ),
    "old forms of signs": lambda one, _: _named(
        one, str(one["name"]).replace("厂", "廠").replace("兴", "興").replace("东", "東")
    ),
    "without town or village": lambda one, _: _named(
        one, str(one["name"]).removeprefix("柳河镇").removeprefix(str(one["village"]))
    ),
    "公司 for 有限公司, no code": lambda one, _: {
        **_named(one, str(one["name"]).replace("有限公司", "公司")),
        "code": None,
    },
    "no code, no address, 15 m": lambda one, made: {
        **_shifted(one, 15, made),
        "code": None,
        "address": None,
    },
    "a slip in the name": _slip,
    "a slip in the name, no code": lambda one, made: {**_slip(one, made), "code": None},
    "a wrong datum (0.9 km)": lambda one, _: {
        **one,
        "lon_deg": float(str(one["lon_deg"])) + 900 * METRE_LON,
    },
}
"""What the next clerk does to a row."""


if __name__ == "__main__":
    main()
