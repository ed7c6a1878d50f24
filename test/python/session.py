"""The regrading of a session written a second time, from docs/spec/session-file.md alone: Python's standard library, nothing
of ours but draw.py beside it.

    python3 session.py FILE DRAW-FILE [--lists RESULT-LIST...] [--ranking RANKING-LIST]
    python3 session.py --scores VECTORS.json

FILE is what /api/v1/sessions/{id}/session-file answers, DRAW-FILE the draw-bundle. RESULT-LIST are the lists that were
published: the session's own one stands in for sheets that are withheld, and with those of the other sessions RANKING-LIST is
made again. Ends with 0 where all holds, with 1 where something does not, with 2 where something cannot be used.
"""

import argparse
import json
import re
import sys
import unicodedata
from fractions import Fraction

from draw import bundle_faults, canonical, hash_json

FORMAT, DRAW_FORMAT = "openmerit-session-1", "openmerit-draw-bundle-2"
SCORING, REKEYED, RANKING = "openmerit-score-2", "openmerit-score-3", "openmerit-rank-1"

# A response of 16,000 characters can nest 8,000 deep where one does not look.
sys.setrecursionlimit(9_000)


class Fails(Exception):
    """Something does not hold."""


class Unusable(Exception):
    """A file that is none, or that asks for what this program does not do."""


def read_json(text, **how):
    def refuse(name):
        raise ValueError("%s is no JSON" % name)

    return json.loads(text, parse_constant=refuse, **how)


def usable_json(text):
    try:
        return read_json(text)
    except ValueError as error:
        raise Unusable("it is no JSON: %s" % error)


# --- Responses: each reader gives what was read, or None where it is no response of the item ---


def response_json(text, kind):
    """A list or an object out of a response."""
    try:
        # As doubles: a response may have numbers of any length.
        value = read_json(text, parse_int=float)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, kind) else None


def option(ref, shown):
    if not isinstance(ref, str) or not re.fullmatch("[1-9]|1[0-2]", ref) or int(ref) > len(shown):
        return None
    return shown[int(ref) - 1]


def options(text, shown):
    """A list of refs, none of them twice."""
    refs = response_json(text, list)
    chosen = None if refs is None else [option(ref, shown) for ref in refs]
    return None if chosen is None or None in chosen or len(set(chosen)) < len(chosen) else chosen


def all_options(text, shown):
    order = options(text, shown)
    return order if order is not None and len(order) == len(shown) else None


def choices(text, shown, places):
    """Place -> option; a place whose ref is none is left out."""
    record = response_json(text, dict) or {}
    chosen = {place: option(record.get(place), shown) for place in places}
    return {place: one for place, one in chosen.items() if one is not None} or None


WHITE = "\t\n\v\f\r \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000\ufeff"
# The last ten are digits of Unicode 16, whose NFKC this Python may not know.
DIGITS = "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹" + "".join(map(chr, range(0x1CCF0, 0x1CCFA)))
AS_LATIN = str.maketrans("−–٫٬" + DIGITS, "--. " + "0123456789" * 3)
NUMBERS = [
    re.compile(r"(?P<sign>[+-]?)" + rest)
    for rest in (
        r"(?P<whole>[0-9]*|[0-9]{1,3}( [0-9]{3})+)([.,](?P<decimals>[0-9]*))?",
        r"(?P<whole>[0-9]{1,3}(,[0-9]{3})+)\.(?P<decimals>[0-9]+)",
        r"(?P<whole>[0-9]{1,3}(\.[0-9]{3})+),(?P<decimals>[0-9]+)",
        r"(?P<whole>[0-9]{1,3}((,[0-9]{3}){2,}|(\.[0-9]{3}){2,}))(?P<decimals>)",
    )
]


def number(text):
    """An exact number as people write it."""
    if len(text.encode("utf-16-le", "surrogatepass")) > 2 * 60:
        return None
    text = unicodedata.normalize("NFKC", text.strip(WHITE)).translate(AS_LATIN)
    found = next(filter(None, (pattern.fullmatch(text) for pattern in NUMBERS)), None)
    if found is None:
        return None
    decimals = found["decimals"] or ""
    digits = re.sub("[ .,]", "", found["whole"]) + decimals
    if digits == "":
        return None
    return Fraction(int(found["sign"] + digits), 10 ** len(decimals))


# --- Scoring: whole hundredths; None where it is no response ---


def share(part, whole):
    cut = 100 * abs(part) // whole
    return cut if part >= 0 else -cut


def all_or_share(key, right, whole):
    if key["rule"] == "all-or-nothing":
        return 100 if right == whole else 0
    return share(right, whole)


def single_choice(text, key, structure, shown):
    chosen = option(text, shown)
    return None if chosen is None else key["points"].get(chosen, 0)


def multiple_response(text, key, structure, shown):
    chosen = options(text, shown)
    if not chosen or len(chosen) > structure.get("maximum", len(shown)):
        return None
    right = len([one for one in chosen if one in key["right"]])
    wrong, whole = len(chosen) - right, len(key["right"])
    if key["rule"] == "all-or-nothing":
        return 100 if right == whole and wrong == 0 else 0
    return share(right - wrong if key["rule"] == "negative" else max(0, right - wrong), whole)


def judgement(text, key, structure, shown):
    points, how = key["points"], structure.get("response", "best")
    if how == "best":
        return single_choice(text, key, structure, shown)
    if how == "best-worst":
        said = response_json(text, dict) or {}
        best, worst = option(said.get("best"), shown), option(said.get("worst"), shown)
        if best == worst:
            return None
        return (points.get(best, 0) + (0 if worst is None else 100 - points.get(worst, 0))) // 2
    if how == "ranking":
        order = all_options(text, shown)
        experts = sorted(points, key=lambda one: -points[one])
        farthest = len(experts) ** 2 // 2
        return order and share(farthest - sum(abs(order.index(one) - i) for i, one in enumerate(experts)), farthest)
    said = response_json(text, dict) or {}
    ratings = {one: said.get(str(place)) for place, one in enumerate(shown, 1)}
    # True is no number here, though Python counts with it.
    ratings = {one: rating for one, rating in ratings.items() if type(rating) is float and rating in (1, 2, 3, 4, 5)}
    if not ratings:
        return None
    off = [abs(rating - (points[one] // 25 + 1)) for one, rating in ratings.items() if one in points]
    return share(2 * off.count(0) + off.count(1), 2 * len(points))


def ordering(text, key, structure, shown):
    order, right = all_options(text, shown), key["order"]
    if order is None:
        return None
    kept = [order.index(a) < order.index(b) for a, b in zip(right, right[1:])]
    return all_or_share(key, sum(kept), len(kept))


def matching(text, key, structure, shown):
    places, pairs = structure["prompts"], key["pairs"]
    said = choices(text, shown, places)
    return said and all_or_share(key, sum(said.get(one) == pairs[one] for one in places), len(places))


def gap_choice(text, key, structure, shown):
    gaps = structure["gaps"]
    said = choices(text, shown, gaps)
    if said is None or any(chosen not in gaps[gap] for gap, chosen in said.items()):
        return None
    return all_or_share(key, sum(said.get(gap) == key["gaps"][gap] for gap in gaps), len(gaps))


def numeric(text, key, structure, shown):
    units, factor = structure.get("units") or {}, Fraction(1)
    if units:
        said = response_json(text, dict) or {}
        text, unit = said.get("value"), said.get("unit")
        if not isinstance(text, str) or not isinstance(unit, str) or unit not in units:
            return None
        factor = Fraction(units[unit])
    given, value = number(text), Fraction(key["value"])
    if given is None:
        return None
    tolerance = abs(value) * Fraction(key["relative"]) if "relative" in key else Fraction(key.get("tolerance", "0"))
    return 100 if abs(given * factor - value) <= tolerance else 0


TYPES = {
    "single-choice": single_choice,
    "multiple-response": multiple_response,
    "situational-judgement": judgement,
    "ordering": ordering,
    "matching": matching,
    "gap-choice": gap_choice,
    "numeric": numeric,
}


def scorer(type_, code):
    if type_ not in TYPES:
        raise Unusable("%s is of the type %s, which this program does not score" % (code, type_))
    return TYPES[type_]


# --- A session ---


def session_file(text):
    head, *sheets = [usable_json(line) for line in text.split("\n") if line] or [None]
    is_head = isinstance(head, dict) and head.get("format") == FORMAT
    if not is_head or not isinstance(head.get("items"), list) or not isinstance(head.get("rules"), dict):
        raise Unusable("it is not of the format " + FORMAT)
    return head, sheets


def answer_keys(head, draw):
    """Item code -> content, each the one that the draw committed to."""
    leaves = {leaf["itemCode"]: leaf for leaf in draw["pool"]}
    contents = {}
    for item in head["items"]:
        code, content, opening = item["itemCode"], item["content"], item["opening"]
        leaf = leaves.get(code)
        opened = {name: opening[name] for name in ("salt", "version", "translations", "case")}
        if (
            leaf is None
            or hash_json(content).hex() != opening["version"]
            or hash_json(opened).hex() != leaf["content"]
            or content["type"] != leaf["type"]
        ):
            raise Fails("the answer key of %s is not the one that the draw committed to" % code)
        score, version = scorer(content["type"], code), leaf["itemVersionId"]
        # The committed one, or the one that took its place since.
        key = head["rules"].get("rekeyed", {}).get(version, content["answerKey"])
        contents[code] = {**content, "answerKey": key, "itemVersionId": version, "score": score}
    return contents


def parts_of(draw, assignment):
    """The part of each position."""
    if assignment["form"] is None:
        sizes = [(part["code"], sum(one["count"] for one in part["draw"])) for part in draw["blueprint"]["parts"]]
    else:
        form = next(one for one in draw["preassembled"] if one["name"] == assignment["form"])
        sizes = [(part["code"], len(part["items"])) for part in form["parts"]]
    return [code for code, size in sizes for _ in range(size)]


def result_line(number_, answers, assignment, contents, head, draw):
    parts = {}
    places = zip(assignment["items"], parts_of(draw, assignment), strict=True)
    for position, ((code, shown), part) in enumerate(places, 1):
        item = contents.get(code)
        if item is None:
            raise Fails("the answer key of %s is missing, which is in the form of %s" % (code, number_))
        response, points = answers.get(str(position)), 0
        if item["itemVersionId"] in head["rules"]["annulled"]:
            points = 100
        elif response is not None:
            points = item["score"](response, item["answerKey"], item["structure"], shown) or 0
        parts[part] = parts.get(part, 0) + points
    total, needed = sum(parts.values()), head["rules"]["pass"]
    own = needed.get("byPart", {})
    passed = total >= needed["overall"] * 100 and all(
        points >= own.get(part, needed["eachPart"]) * 100 for part, points in parts.items()
    )
    return {
        "candidateNumber": number_,
        "points": total,
        "parts": [{"part": part, "points": points} for part, points in parts.items()],
        "passed": passed,
    }


def check_receipt(sheet, session):
    body, number_, answers = sheet["receipt"]["body"], sheet["candidateNumber"], sheet["answers"]
    if body["candidateNumber"] != number_ or body["session"] != session:
        raise Fails("the receipt beside the sheet of %s is another's" % number_)
    signed = {"answers": answers, "candidateNumber": number_, "nonce": body["nonce"]}
    if answers is not None and hash_json(signed).hex() != body["sheetHash"]:
        raise Fails("the sheet of %s is not the one that was handed in" % number_)


def regrade(text, draw, published):
    """The result list of a session file. `published` stands in for sheets that are withheld."""
    head, sheets = session_file(text)
    if head["session"] != draw["session"] or head["draw"] != draw["draw"]:
        raise Fails("the session file is of another draw")
    scoring = REKEYED if "rekeyed" in head["rules"] else SCORING
    if head["rules"]["code"] != scoring:
        raise Fails("it is scored by %s, not by %s" % (head["rules"]["code"], scoring))
    # An adopted cut score is an entry of the log, which this program does not read.
    if "cut" not in head["rules"] and head["rules"]["pass"] != draw["blueprint"]["pass"]:
        raise Fails("the pass rule is not the one that the draw committed to")
    contents = answer_keys(head, draw)
    forms = {one["number"]: one for one in draw["assignments"]}
    lines, before = [], ""
    for sheet in sheets:
        number_ = sheet["candidateNumber"]
        if number_ <= before:
            raise Fails("the sheet of %s is not in order, or is there twice" % number_)
        before = number_
        if number_ not in forms:
            raise Fails("the number %s is none of the draw" % number_)
        if "removed" not in sheet:
            check_receipt(sheet, head["session"])
        if sheet.get("answers") is not None:
            lines.append(result_line(number_, sheet["answers"], forms[number_], contents, head, draw))
            continue
        if published is None:
            raise Unusable("the sheet of %s is withheld: name the result list that was published" % number_)
        lines += [line for line in published["lines"] if line["candidateNumber"] == number_]
    if len(sheets) != head["sheets"]:
        raise Fails("the file has another number of sheets than it says")
    result = {"session": head["session"], "lines": lines}
    if hash_json(result).hex() != head["resultListHash"]:
        raise Fails("the result list comes out as %s, not as the file says" % hash_json(result).hex())
    return result


def ranking(lines, rule):
    """Places; rule `openmerit-rank-1`."""
    if rule["code"] != RANKING:
        raise Fails("it is ranked by %s, not by %s" % (rule["code"], RANKING))
    contenders = [
        (line["passed"], {
            "candidateNumber": line["candidateNumber"],
            "points": line["points"],
            "parts": {one["part"]: one["points"] for one in line["parts"]},
            "place": None,
        })
        for line in lines
    ]
    merit = lambda one: [-one["points"]] + [-one["parts"].get(part, 0) for part in rule["subjectOrder"]]
    placed = [one for passed, one in contenders if passed]
    placed.sort(key=lambda one: (merit(one), one["candidateNumber"]))
    for i, one in enumerate(placed):
        same = i > 0 and merit(placed[i - 1]) == merit(one)
        one["place"] = placed[i - 1]["place"] if same else i + 1
    others = [one for passed, one in contenders if not passed]
    return placed + sorted(others, key=lambda one: (-one["points"], one["candidateNumber"]))


def check_session(text, draw, lists, ranked):
    if not isinstance(draw, dict) or draw.get("format") != DRAW_FORMAT:
        raise Unusable("the draw's file is not of the format " + DRAW_FORMAT)
    faults = bundle_faults(draw)
    if faults:
        raise Fails("draw: " + faults[0])
    print("holds  draw: the forms are what the seed gives")
    session = draw["session"]
    published = next((one for one in lists if one["session"] == session), None)
    result = regrade(text, draw, published)
    print("holds  regrading: %d sheets give the result list" % len(result["lines"]))
    print("result list: " + hash_json(result).hex())
    if ranked is not None:
        results = [result] + [one for one in lists if one["session"] != session]
        places = ranking([line for one in results for line in one["lines"]], ranked["rule"])
        if canonical({**ranked, "places": places}) != canonical(ranked):
            raise Fails("the ranking does not follow from the result lists by its rule")
        print("holds  ranking: %d candidates, in this order" % len(places))
        print("ranking: " + hash_json(ranked).hex())


def check_scores(cases):
    for case in cases:
        item = case["item"]
        points = scorer(item["type"], "an item")(case["response"], item["answerKey"], item["structure"], case["shown"])
        if points != case["points"]:
            raise Fails("%s gives %s, not %s: %s" % (item["type"], points, case["points"], json.dumps(case)))
    print("holds  scores: %d responses" % len(cases))


def main():
    parser = argparse.ArgumentParser(description="Grades a session again.")
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--lists", nargs="+", default=[], metavar="RESULT-LIST")
    parser.add_argument("--ranking", metavar="RANKING-LIST")
    parser.add_argument("--scores", metavar="VECTORS")
    asked = parser.parse_args()
    if len(asked.files) != (0 if asked.scores else 2):
        parser.error("a session file and the draw's file are needed")

    def read(name):
        with open(name, encoding="utf-8", newline="") as opened:
            return opened.read()

    try:
        if asked.scores:
            check_scores(usable_json(read(asked.scores))["cases"])
        else:
            text, draw = read(asked.files[0]), usable_json(read(asked.files[1]))
            lists = [usable_json(read(name)) for name in asked.lists]
            check_session(text, draw, lists, asked.ranking and usable_json(read(asked.ranking)))
        return 0
    except (OSError, UnicodeDecodeError, Unusable) as error:
        print("cannot be used: %s" % error)
        return 2
    except Fails as error:
        print("FAILS  %s" % error)
    except (AttributeError, IndexError, KeyError, StopIteration, TypeError, ValueError) as error:
        # A member is missing or of another kind.
        print("FAILS  it is not of the form that the specification gives: %r" % error)
    return 1


if __name__ == "__main__":
    sys.exit(main())
