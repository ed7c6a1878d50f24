"""openmerit-draw-2 written a second time, from docs/spec/draw.md alone: Python's standard library, nothing of ours.

    python3 draw.py VECTORS     checks every file of a folder of test vectors
    python3 draw.py FILE.json   checks the published bundle of a draw

Prints what does not hold, line by line, and how much was checked; ends with 0 where all holds.
"""

import hashlib
import hmac
import json
import math
import os
import sys

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"


def sha256(data):
    return hashlib.sha256(data).digest()


# --- Canonical JSON (RFC 8785) ---


def ecma_number(value):
    """A number as ECMAScript's Number::toString writes it."""
    value = float(value)
    if value == 0:
        return "0"
    if value < 0:
        return "-" + ecma_number(-value)
    # repr gives the shortest digits that read back as the same double, as ECMAScript asks for.
    mantissa, _, exponent = repr(value).partition("e")
    whole, _, fraction = mantissa.partition(".")
    if fraction == "0":
        fraction = ""
    digits = whole + fraction
    point = len(whole) + int(exponent or 0)
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    digits = stripped.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    sign = "+" if point > 0 else "-"
    head = digits if count == 1 else digits[0] + "." + digits[1:]
    return head + "e" + sign + str(abs(point - 1))


SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def json_string(text):
    return '"' + "".join(SHORT.get(c, "\\u%04x" % ord(c) if c < " " else c) for c in text) + '"'


def canonical(value):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, (int, float)):
        return ecma_number(value)
    if isinstance(value, str):
        return json_string(value)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(canonical(one) for one in value) + "]"
    # Keys by UTF-16 code units.
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(json_string(key) + ":" + canonical(value[key]) for key in keys) + "}"


def hash_json(value):
    return sha256(canonical(value).encode("utf-8"))


# --- Merkle trees (RFC 6962, section 2.1) ---


def leaf_hash(data):
    return sha256(b"\x00" + data)


def merkle_root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\x01" + merkle_root(leaves[:half]) + merkle_root(leaves[half:]))


def root_of_texts(texts):
    return merkle_root([leaf_hash(text.encode("utf-8")) for text in texts]).hex()


def root_of_values(values):
    return root_of_texts([canonical(value) for value in values])


# --- The generator ---


class Generator:
    def __init__(self, seed):
        self.seed = seed
        self.counter = 0
        self.words = []

    def word(self):
        if not self.words:
            block = sha256(self.seed + self.counter.to_bytes(8, "big"))
            self.counter += 1
            self.words = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 32, 4)]
        return self.words.pop(0)

    def below(self, bound):
        limit = 2**32 - 2**32 % bound
        while True:
            value = self.word()
            if value < limit:
                return value % bound


def shuffle(items, generator):
    for i in range(len(items) - 1, 0, -1):
        j = generator.below(i + 1)
        items[i], items[j] = items[j], items[i]


def permutation(options, number):
    rest, order = list(options), []
    while rest:
        place, number = divmod(number, math.factorial(len(rest) - 1))
        order.append(rest.pop(place))
    return order


def option_order(item, generator):
    options = list(item["options"])
    if item["fixedOrder"] or len(options) < 2:
        return options
    if len(options) > 12:
        shuffle(options, generator)
        return options
    return permutation(options, generator.below(math.factorial(len(options))))


# --- Seeds ---


def commitment(share):
    return sha256(("openmerit-share" + share).encode()).hex()


def beacon_share(name, round_, value):
    return hash_json(["openmerit-beacon", name, round_, value]).hex()


def session_seed(shares):
    return sha256(("openmerit-seed" + "".join(shares)).encode())


def candidate_seed(seed, session, number):
    return hmac.new(seed, (session + number).encode("utf-8"), hashlib.sha256).digest()


def further_spare_numbers(seed, session, number_of_list, count, used):
    key = hmac.new(seed, (session + "spare-list-" + str(number_of_list)).encode(), hashlib.sha256).digest()
    generator, numbers = Generator(key), []
    while len(numbers) < count:
        number = "".join(ALPHABET[generator.below(28)] for _ in range(10))
        if number not in used and number not in numbers:
            numbers.append(number)
    return numbers


# --- Drawing ---


class Draw:
    """A blueprint and a pool, made ready for forms."""

    def __init__(self, blueprint, pool, preassembled):
        self.blueprint = blueprint
        self.preassembled = preassembled
        units = {}
        # Python compares texts by code points.
        for item in sorted(pool, key=lambda one: one["itemCode"]):
            case = item["caseOf"]
            units.setdefault(("case", case["code"]) if case else ("item", item["itemCode"]), []).append(item)
        self.units = list(units.values())
        self.unit_of = {item["itemCode"]: i for i, unit in enumerate(self.units) for item in unit}
        self.enemies = [set() for _ in self.units]
        for i, unit in enumerate(self.units):
            for code in (code for item in unit for code in item["enemies"]):
                if code in self.unit_of:
                    self.enemies[i].add(self.unit_of[code])
                    self.enemies[self.unit_of[code]].add(i)
        if not preassembled:
            self._place_included()

    def _fits(self, unit, part, stratum):
        fields = ("contentArea", "competency", "cognitiveLevel", "type")
        between = stratum.get("difficulty")
        return all(
            item["bank"] == part["bank"]
            and all(field not in stratum or stratum[field] == item[field] for field in fields)
            and (between is None or between["from"] <= item["difficulty"] <= between["to"])
            for item in self.units[unit]
        )

    def _place_included(self):
        strata = [(part, stratum) for part in self.blueprint["parts"] for stratum in part["draw"]]
        self.included = [[] for _ in strata]
        placed = set()
        for code in self.blueprint.get("include", []):
            unit = self.unit_of[code]
            if unit in placed:
                continue
            placed.add(unit)
            first = next(i for i, (part, stratum) in enumerate(strata) if self._fits(unit, part, stratum))
            self.included[first].append(unit)
        self.strata = [
            [
                unit
                for unit in range(len(self.units))
                if unit not in placed and unit not in self.enemies[unit] and self._fits(unit, part, stratum)
            ]
            for part, stratum in strata
        ]
        self.placed = placed

    def _choose(self, generator):
        """Units by part, or None at a dead end."""
        taken, parts, index = set(self.placed), [], 0
        for part in self.blueprint["parts"]:
            chosen = []
            for stratum in part["draw"]:
                chosen += self.included[index]
                left = stratum["count"] - sum(len(self.units[unit]) for unit in self.included[index])
                units, i = list(self.strata[index]), 0
                while left > 0:
                    if i == len(units):
                        return None
                    j = i + generator.below(len(units) - i)
                    units[i], units[j] = units[j], units[i]
                    unit = units[i]
                    i += 1
                    if len(self.units[unit]) > left or unit in taken or self.enemies[unit] & taken:
                        continue
                    taken.add(unit)
                    chosen.append(unit)
                    left -= len(self.units[unit])
                index += 1
            parts.append(chosen)
        return parts

    def form(self, seed):
        """The name of the form, its item codes with their option orders, and its hash."""
        generator, name = Generator(seed), None
        if self.preassembled:
            form = self.preassembled[generator.below(len(self.preassembled))]
            name = form["name"]
            parts = [list(dict.fromkeys(self.unit_of[code] for code in part["items"])) for part in form["parts"]]
        else:
            parts = next(parts for parts in (self._choose(generator) for _ in range(1000)) if parts is not None)
        for units in parts:
            shuffle(units, generator)
        items, shown = [], []
        languages = self.blueprint["languages"]
        pinned = lambda translations: {one: id_ for one, id_ in translations.items() if one in languages}
        for part, units in zip(self.blueprint["parts"], parts):
            for item in (item for unit in units for item in self.units[unit]):
                order = option_order(item, generator)
                drawn = {
                    "position": len(items) + 1,
                    "part": part["code"],
                    "itemVersionId": item["itemVersionId"],
                    "translations": pinned(item["translations"]),
                    "optionOrder": order,
                }
                if item["caseOf"]:
                    case = item["caseOf"]
                    drawn["case"] = {
                        "itemVersionId": case["itemVersionId"],
                        "translations": pinned(case["translations"]),
                    }
                items.append(drawn)
                shown.append([item["itemCode"], order])
        return {"form": name, "hash": hash_json(items).hex(), "items": shown}


# --- Checking ---


def bundle_faults(bundle):
    """What does not hold in a bundle, in the order of the specification's checks."""
    faults = []

    def must(holds, what):
        if not holds:
            faults.append(what)

    for one in bundle["facts"]:
        must(hash_json(one["shown"]).hex() == one["fact"]["contentHash"], "facts")
        must(leaf_hash(canonical(one["fact"]).encode("utf-8")).hex() == one["leafHash"], "facts")
        must(one["fact"]["subject"] == bundle["session"] and one["shown"]["draw"] == bundle["draw"], "steps")

    def shown(type_):
        return [one["shown"] for one in bundle["facts"] if one["fact"]["type"] == type_]

    committed, made, revealed = shown("draw-committed")[0], shown("draw-made")[0], shown("draw-revealed")[0]
    roster, spares, pool = bundle["roster"], bundle["spares"], bundle["pool"]
    root = lambda value, size: {"root": value, "size": size}
    must(committed["algorithm"] == "openmerit-draw-2", "algorithm")
    must(hash_json(bundle["blueprint"]).hex() == committed["programme"]["contentHash"], "blueprint")
    must(root(root_of_values(pool), len(pool)) == committed["pool"], "pool")
    must(roster == sorted(roster) and root(root_of_texts(roster), len(roster)) == committed["roster"], "roster")
    must(root(root_of_texts(spares[0]), len(spares[0])) == committed["spares"], "spare numbers")
    must(bundle["contributors"] == committed["contributors"] and len(bundle["contributors"]) > 1, "contributors")
    shares = []
    for who, given in zip(bundle["contributors"], bundle["shares"]):
        must((who["role"], who["name"]) == (given["role"], given["name"]), "shares")
        if who["role"] == "beacon":
            shares.append(beacon_share(who["name"], who["round"], given["share"]))
        else:
            must(commitment(given["share"]) == who["commitment"], "shares")
            shares.append(given["share"])
    must(bundle["shares"] == revealed["shares"] and len(shares) == len(bundle["contributors"]), "shares")
    preassembled = bundle["preassembled"]
    said = preassembled and root(root_of_values(preassembled), len(preassembled))
    must(said == committed["preassembled"], "assembled forms")
    seed, session = session_seed(shares), bundle["session"]
    used = set(roster + spares[0])
    added = shown("draw-spares-added")
    must(len(added) == len(spares) - 1, "further spare numbers")
    for i, (fact, numbers) in enumerate(zip(added, spares[1:])):
        made_by_seed = further_spare_numbers(seed, session, i + 2, len(numbers), used)
        must(numbers == made_by_seed and fact["list"] == i + 2, "further spare numbers")
        must(root(root_of_texts(numbers), len(numbers)) == fact["spares"], "further spare numbers")
        used |= set(numbers)
    draw = Draw(bundle["blueprint"], pool, preassembled)
    forms = {number: draw.form(candidate_seed(seed, session, number)) for number in sorted(used)}
    must(bundle["assignments"] == [{"number": number, **form} for number, form in forms.items()], "assignments")

    def forms_root(numbers):
        return root_of_values([{"number": number, "form": forms[number]["hash"]} for number in sorted(numbers)])

    first = roster + spares[0]
    must(root(forms_root(first), len(first)) == made["forms"], "forms")
    for fact, numbers in zip(added, spares[1:]):
        must(forms_root(numbers) == fact["formsRoot"], "forms")
    must(hash_json({"roster": roster, "spares": spares}).hex() == revealed["listHash"], "published lists")
    return faults


def canonical_json_faults(vectors):
    for case in vectors["cases"]:
        value = json.loads(case["json"], parse_int=float)
        if canonical(value) != case["canonical"] or hash_json(value).hex() != case["sha256"]:
            yield case["json"]


def generator_faults(vectors):
    for case in vectors["cases"]:
        generator = Generator(bytes.fromhex(case["seed"]))
        if [generator.below(bound) for bound in case["bounds"]] != case["values"]:
            yield case["seed"]


def merkle_faults(vectors):
    return [len(case["leaves"]) for case in vectors["cases"] if root_of_texts(case["leaves"]) != case["root"]]


def option_order_faults(vectors):
    return [case for case in vectors["cases"] if permutation(case["options"], case["number"]) != case["order"]]


def seed_faults(vectors):
    for one in vectors["shares"]:
        if commitment(one["share"]) != one["commitment"]:
            yield "commitment"
    for one in vectors["beacons"]:
        if beacon_share(one["name"], one["round"], one["value"]) != one["share"]:
            yield "beacon"
    seed, session = session_seed([one["share"] for one in vectors["shares"]]), vectors["session"]
    if seed.hex() != vectors["seed"]:
        yield "seed"
    for one in vectors["candidates"]:
        if candidate_seed(seed, session, one["number"]).hex() != one["seed"]:
            yield "candidate " + one["number"]
    more = vectors["furtherSpareNumbers"]
    made = further_spare_numbers(seed, session, more["list"], len(more["numbers"]), set(more["used"]))
    if made != more["numbers"]:
        yield "further spare numbers"


CHECKS = {
    "canonical-json.json": canonical_json_faults,
    "generator.json": generator_faults,
    "merkle.json": merkle_faults,
    "option-order.json": option_order_faults,
    "seed.json": seed_faults,
}


def main(path):
    files = [os.path.join(path, name) for name in sorted(os.listdir(path))] if os.path.isdir(path) else [path]
    wrong = 0
    for file in files:
        with open(file, encoding="utf-8") as opened:
            content = json.load(opened)
        for fault in CHECKS.get(os.path.basename(file), bundle_faults)(content):
            print(os.path.basename(file) + ": " + str(fault))
            wrong += 1
    print("%d files checked, %d faults" % (len(files), wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
