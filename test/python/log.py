"""The public log's verifier, written a second time, from docs/spec/log.md alone: Python's standard library.

    python3 log.py VECTORS      checks every file of a folder of test vectors
    python3 log.py FILE.json    checks one of them
    python3 log.py --log ADDRESS --key VKEY [--proof FILE --entry FILE]
                                reads the log of a running platform (ADDRESS ends in /log) and checks it from end to
                                end, and with it a proof file and the entry that it is for
    python3 log.py --key VKEY --proof FILE --entry FILE
                                checks the proof file alone, without a platform

Prints what was checked and what does not hold. Ends with 0 where all holds, with 1 where something does not, with 2
where something cannot be read.
"""

import argparse
import base64
import binascii
import hashlib
import http.client
import json
import os
import re
import sys
import urllib.error
import urllib.request

FULL = 256
MAX_ENTRY = 4096
MAX_NUMBER = 2**53 - 1
TIMEOUT_SECONDS = 60


class Fault(Exception):
    """Something that was read and does not hold."""


class Unreadable(Exception):
    """Something that could not be read, so that nothing can be said."""


class Missing(Unreadable):
    """There is nothing at an address."""


def must(holds, what):
    if not holds:
        raise Fault(what)


def sha256(data):
    return hashlib.sha256(data).digest()


def from_base64(text):
    """The bytes of a base64 text; None where it is not the one way to write them."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def from_decimal(text):
    """A number in decimal; None where it is not the one way to write it, or too large."""
    if not re.fullmatch(r"0|[1-9][0-9]*", text) or len(text) > 16 or int(text) > MAX_NUMBER:
        return None
    return int(text)


# --- Ed25519 (RFC 8032, section 5.1) ---

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, -1, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
NEUTRAL = (0, 1, 1, 0)


def point_sum(p, q):
    """The sum in extended coordinates (x/z, y/z, z, xy/z), section 5.1.4; complete, so it doubles as well."""
    minus = (p[1] - p[0]) * (q[1] - q[0])
    plus = (p[1] + p[0]) * (q[1] + q[0])
    t = 2 * CURVE_D * p[3] * q[3]
    z = 2 * p[2] * q[2]
    e, f, g, h = plus - minus, z - t, z + t, plus + minus
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def point_times(number, point):
    result = NEUTRAL
    for bit in bin(number)[2:]:
        result = point_sum(result, result)
        if bit == "1":
            result = point_sum(result, point)
    return result


def point_bytes(point):
    inverse = pow(point[2], -1, PRIME)
    x, y = point[0] * inverse % PRIME, point[1] * inverse % PRIME
    return (y | (x & 1) << 255).to_bytes(32, "little")


def point_of(data):
    """The point that 32 bytes stand for (section 5.1.3), or None."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= PRIME:
        return None
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * ROOT_OF_MINUS_ONE % PRIME
    if x * x % PRIME != square or (x == 0 and sign == 1):
        return None
    if x & 1 != sign:
        x = PRIME - x
    return x, y, 1, x * y % PRIME


# The base point has y = 4/5 and an even x.
BASE = point_of((4 * pow(5, -1, PRIME) % PRIME).to_bytes(32, "little"))


def public_key(seed):
    """The public key of a private one of 32 bytes (section 5.1.5)."""
    number = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little")
    number &= ~7 & (2**255 - 1)
    return point_bytes(point_times(number | 1 << 254, BASE))


def is_signed(key, message, signature):
    """Whether an Ed25519 signature holds (section 5.1.7, without the cofactor)."""
    point = point_of(key) if len(key) == 32 else None
    if point is None or len(signature) != 64:
        return False
    first, s = signature[:32], int.from_bytes(signature[32:], "little")
    if s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(first + key + message).digest(), "little") % ORDER
    x, y, z, t = point_times(k, point)
    return point_bytes(point_sum(point_times(s, BASE), (PRIME - x, y, z, PRIME - t))) == first


# --- Merkle trees (RFC 6962, section 2.1) ---


def leaf_hash(entry):
    return sha256(b"\x00" + entry)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def half_of(size):
    """The largest power of two below a size of 2 or more."""
    return 1 << (size - 1).bit_length() - 1


def root_of(leaves):
    """MTH over leaf hashes: equal neighbours join as they come, what is left joins from the right."""
    if not leaves:
        return sha256(b"")
    trees = []
    for count, leaf in enumerate(leaves, 1):
        trees.append(leaf)
        while count % 2 == 0:
            right = trees.pop()
            trees.append(node_hash(trees.pop(), right))
            count //= 2
    root = trees.pop()
    while trees:
        root = node_hash(trees.pop(), root)
    return root


def inclusion_proof(index, leaves):
    """PATH of section 2.1.1."""
    if len(leaves) == 1:
        return []
    half = half_of(len(leaves))
    if index < half:
        return inclusion_proof(index, leaves[:half]) + [root_of(leaves[half:])]
    return inclusion_proof(index - half, leaves[half:]) + [root_of(leaves[:half])]


def consistency_proof(before, leaves, whole=True):
    """PROOF of section 2.1.2, for 0 < before <= the number of leaves."""
    if before == len(leaves):
        return [] if whole else [root_of(leaves)]
    half = half_of(len(leaves))
    if before <= half:
        return consistency_proof(before, leaves[:half], whole) + [root_of(leaves[half:])]
    return consistency_proof(before - half, leaves[half:], False) + [root_of(leaves[:half])]


# The checks of RFC 9162 read the definitions of RFC 6962 backwards: the last hash of a proof is that of the half in
# which what is proved is not.


def root_by_inclusion(leaf, index, size, proof):
    """The root to which an inclusion proof leads, or None where it has too many hashes or too few."""
    if size == 1:
        return None if proof else leaf
    if not proof:
        return None
    half, inside = half_of(size), proof[:-1]
    if index < half:
        part = root_by_inclusion(leaf, index, half, inside)
        return part and node_hash(part, proof[-1])
    part = root_by_inclusion(leaf, index - half, size - half, inside)
    return part and node_hash(proof[-1], part)


def roots_by_consistency(before, size, proof, old, whole=True):
    """Both roots to which a consistency proof leads, the earlier first, or None; `old` is the earlier as it is said."""
    if before == size:
        if len(proof) != (0 if whole else 1):
            return None
        return (old, old) if whole else (proof[0], proof[0])
    if not proof:
        return None
    half, inside = half_of(size), proof[:-1]
    if before <= half:
        roots = roots_by_consistency(before, half, inside, old, whole)
        return roots and (roots[0], node_hash(roots[1], proof[-1]))
    roots = roots_by_consistency(before - half, size - half, inside, old, False)
    return roots and (node_hash(proof[-1], roots[0]), node_hash(proof[-1], roots[1]))


def is_included(leaf, index, size, proof, root):
    return 0 <= index < size and root_by_inclusion(leaf, index, size, proof) == root


def is_consistent(before, size, proof, old, root):
    if before == 0 and size > 0:
        return not proof and old == sha256(b"")
    return 0 <= before <= size and roots_by_consistency(before, size, proof, old) == (old, root)


# --- Tiles ---


def tile_address(level, index, width):
    groups = ["%03d" % (index % 1000)]
    while index >= 1000:
        index //= 1000
        groups.insert(0, "x%03d" % (index % 1000))
    suffix = "" if width == FULL else ".p/%d" % width
    return "tile/%s/%s%s" % (level, "/".join(groups), suffix)


def read_tile_address(address):
    """Level, index and width, or None for what is no tile's address."""
    found = re.fullmatch(r"tile/(entries|[0-5])/((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", address)
    if not found:
        return None
    level = found[1] if found[1] == "entries" else int(found[1])
    tile = level, int(re.sub("[x/]", "", found[2])), int(found[3] or FULL)
    return tile if tile_address(*tile) == address else None


def tiles_of(level, size):
    """Index and width of each tile that a log of this size has at a level."""
    full, rest = divmod(size // FULL ** (0 if level == "entries" else level), FULL)
    return [(index, FULL) for index in range(full)] + ([(full, rest)] if rest else [])


def read_bundle(bundle):
    entries, at = [], 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        must(at + 2 <= len(bundle) and end <= len(bundle), "the bundle ends inside an entry")
        entries.append(bundle[at + 2 : end])
        at = end
    return entries


# --- Signed notes and checkpoints ---

LOG, WITNESS = 1, 4


class Key:
    """A verifier key."""

    def __init__(self, text):
        parts = text.split("+", 2)
        must(len(parts) == 3, "the verifier key is none")
        self.name, material = parts[0], from_base64(parts[2])
        must(is_name(self.name) and material is not None and len(material) == 33, "the verifier key is none")
        self.type, self.public = material[0], material[1:]
        must(self.type in (LOG, WITNESS), "the verifier key is of a type that is not known here")
        self.id = key_id(self.name, self.type, self.public)
        must(parts[1] == self.id.hex(), "the verifier key's id is not its own")

    def holds(self, text, signature):
        if self.type == LOG:
            return is_signed(self.public, text, signature)
        if len(signature) != 72 or signature_time(signature) >= 2**63:
            return False
        head = "cosignature/v1\ntime %d\n" % signature_time(signature)
        return is_signed(self.public, head.encode() + text, signature[8:])


def is_name(name):
    return name != "" and not any(c.isspace() or c == "+" for c in name)


def key_id(name, type_, public):
    return sha256(name.encode() + b"\n" + bytes([type_]) + public)[:4]


def signature_time(signature):
    return int.from_bytes(signature[:8], "big")


def read_note(note):
    """The text that is signed, as bytes, and the signature lines: name, key id, signature."""
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError:
        raise Fault("the note is not UTF-8") from None
    must(not any(c < " " and c != "\n" for c in whole), "the note has control characters")
    must(whole.endswith("\n") and "\n\n" in whole, "the note has no signatures")
    end = whole.rindex("\n\n")
    signatures = []
    for line in whole[end + 2 : -1].split("\n"):
        parts = line.split(" ")
        must(len(parts) == 3 and parts[0] == "\u2014" and is_name(parts[1]), "a line of the note is no signature")
        material = from_base64(parts[2])
        must(material is not None and len(material) > 4, "a line of the note is no signature")
        signatures.append((parts[1], material[:4], material[4:]))
    return whole[: end + 1].encode(), signatures


def signature_by(note, key):
    """The signature of a note by a key; every line that claims to be it has to hold."""
    text, signatures = read_note(note)
    own = [signature for name, id_, signature in signatures if (name, id_) == (key.name, key.id)]
    must(own, "the note has no signature by " + key.name)
    must(all(key.holds(text, one) for one in own), "the signature by " + key.name + " does not hold")
    return own[0]


def read_checkpoint(text):
    """Origin, size and root."""
    lines = text.decode().split("\n")
    must(len(lines) >= 4 and lines.pop() == "" and all(lines), "the checkpoint is none")
    size, root = from_decimal(lines[1]), from_base64(lines[2])
    must(size is not None and root is not None and len(root) == 32, "the checkpoint is none")
    return lines[0], size, root


def checked_checkpoint(note, key):
    """Size and root of a log's checkpoint that the log signed."""
    must(key.type == LOG, "the verifier key is not a log's")
    signature_by(note, key)
    origin, size, root = read_checkpoint(read_note(note)[0])
    must(origin == key.name, "the checkpoint is of another log: " + origin)
    return size, root


# --- Proof files ---


def read_proof(data):
    """Index, hashes and the checkpoint's note."""
    head, blank, note = data.partition(b"\n\n")
    try:
        lines = head.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise Fault("the proof file is not UTF-8") from None
    must(blank and lines.pop(0) == "c2sp.org/tlog-proof@v1" and lines, "the proof file is none")
    if lines[0].startswith("extra "):
        must(from_base64(lines.pop(0)[6:]) is not None and lines, "the proof file is none")
    index = from_decimal(lines[0][6:]) if lines[0].startswith("index ") else None
    must(index is not None, "the proof file is none")
    hashes = [from_base64(line) for line in lines[1:]]
    must(all(one is not None and len(one) == 32 for one in hashes), "a hash of the proof file is none")
    return index, hashes, note


def read_extra(data):
    """What an application added to a proof file, or None."""
    line = data.split(b"\n", 2)[1:2]
    text = line[0].decode("utf-8", "replace") if line else ""
    return from_base64(text[6:]) if text.startswith("extra ") else None


def check_proof(data, entry, key):
    """Checks a proof file. Gives the entry's index and the size and root of the checkpoint."""
    index, hashes, note = read_proof(data)
    size, root = checked_checkpoint(note, key)
    must(is_included(leaf_hash(entry), index, size, hashes, root), "the entry is not in the log at index %d" % index)
    return index, size, root


# --- Facts ---

FACT = {"v", "type", "subject", "cause", "time", "official", "contentHash", "commitments"}


def canonical(value):
    """Canonical JSON (RFC 8785) of what a fact consists of: texts, whole numbers, null, objects with ASCII keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def is_fact(entry):
    try:
        fact = json.loads(entry.decode("utf-8"))
        whole = isinstance(fact, dict) and FACT <= fact.keys() and fact["v"] == 1 and canonical(fact) == entry
    except (ValueError, RecursionError):
        return False
    return whole and len(entry) <= MAX_ENTRY


# --- Handing over the log's key ---


class Handover:
    """What a key said of the next one, in the last state that it signed."""

    def __init__(self, data, key):
        extra = read_extra(data)
        try:
            stated = json.loads((extra or b"").decode("utf-8"))
            fact, shown = stated["fact"], stated["shown"]
            whole = len(stated) == 2 and canonical(stated) == extra
            public = from_base64(shown["publicKey"])
            new = (
                fact["v"] == 1
                and (fact["type"], fact["cause"]) == ("signing-key", "in-use")
                and fact["contentHash"] == sha256(canonical(shown)).hex()
                and fact["subject"] == shown["keyId"]
                and (shown["purpose"], shown["algorithm"]) == ("checkpoints", "Ed25519")
                and public not in (None, key.public)
                and len(public) == 32
            )
        except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
            whole = new = False
        must(whole, "the handover is none")
        self.index, self.size, self.root = check_proof(data, canonical(fact), key)
        must(new, "the handover does not state another key of the log")
        self.next = log_key(key.name, public)


def log_key(name, public):
    return Key("%s+%s+%s" % (name, key_id(name, LOG, public).hex(), base64.b64encode(bytes([LOG]) + public).decode()))


def follow(read, note, key):
    """The keys that signed, from a trusted one to that of a note, each with its handover, which the last may lack."""
    chain = []
    while True:
        try:
            handover = Handover(read("handovers/" + key.id.hex()), key)
        except Missing:
            return chain + [(key, None)]
        must(not chain or handover.size > chain[-1][1].size, "a key handed over before it had signed")
        chain.append((key, handover))
        if any((name, id_) == (key.name, key.id) for name, id_, _ in read_note(note)[1]):
            return chain
        key = handover.next


def signer(note, chain):
    """The key of a chain that has signed a note, which is at most what it signed before it handed over."""
    named = [(name, id_) for name, id_, _ in read_note(note)[1]]
    key, handover = next((one for one in chain if (one[0].name, one[0].id) in named), chain[-1])
    size, _ = checked_checkpoint(note, key)
    if handover:
        what = "%s handed over at %d entries and has signed %d: somebody else has the old key"
        must(size <= handover.size, what % (key.id.hex(), handover.size, size))
    return key, handover


def check_handovers(read, chain, signs, leaves, stated, say):
    """Each handover is over the beginning of the log, and the log states the key that signs as its last one."""
    for key, handover in chain:
        if handover and handover.size <= len(leaves):
            what = "%s handed over to %s at %d entries" % (key.id.hex(), handover.next.id.hex(), handover.size)
            must(root_of(leaves[: handover.size]) == handover.root, "handover: " + what + " of another log")
            say("handover: " + what)
    last = None
    for index, fact in stated:
        content = json.loads(read(tile_at("entries", index, len(leaves)).replace("tile/entries", "contents")))
        shown = content[index % FULL]["shown"]
        must(sha256(canonical(shown)).hex() == fact["contentHash"], "entry %d shows another key than it states" % index)
        last = shown["publicKey"] if shown["purpose"] == "checkpoints" else last
    key, handover = signs
    allowed = [key] + ([handover.next] if handover else [])
    right = last is None or any(base64.b64encode(one.public).decode() == last for one in allowed)
    must(right, "handover: the log states another key than signs it, and there is no handover to it")


# --- A whole log ---


def tile_at(level, index, size):
    """The address of the tile of a hash at a level, or of an entry."""
    at, width = tiles_of(level, size)[index // FULL]
    return tile_address(level, at, width)


def check_log(read, key, say=lambda line: None):
    """Checks a log from end to end. `read` gives the bytes at an address. Gives the leaf hashes and the log's keys."""
    must(key.type == LOG, "the verifier key is not a log's")
    note, stated = read("checkpoint"), []
    chain = follow(read, note, key)
    key, _ = signs = signer(note, chain)
    size, root = checked_checkpoint(note, key)
    say("checkpoint: signed by %s, %d entries, root %s" % (key.name, size, base64.b64encode(root).decode()))
    leaves, bundles = [], tiles_of("entries", size)
    for index, width in bundles:
        address, level_0 = tile_address("entries", index, width), tile_address(0, index, width)
        try:
            entries = read_bundle(read(address))
        except Fault as fault:
            raise Fault("%s: %s" % (address, fault)) from None
        must(len(entries) == width, "%s: it has %d entries instead of %d" % (address, len(entries), width))
        hashes = hashes_of(read(level_0), level_0, width)
        for place, (entry, hash_) in enumerate(zip(entries, hashes)):
            at = "%s: entry %d" % (address, index * FULL + place)
            must(leaf_hash(entry) == hash_, at + " does not have the hash that %s has of it" % level_0)
            must(is_fact(entry), at + " is no fact")
            fact = json.loads(entry)
            if (fact["type"], fact["cause"]) == ("signing-key", "in-use"):
                stated.append((index * FULL + place, fact))
        leaves += hashes
    say("entries: %d facts in %d bundles have the hashes of level 0" % (size, len(bundles)))
    level, below, count = 1, leaves, 0
    while len(below) >= FULL:
        hashes = []
        for index, width in tiles_of(level, size):
            address = tile_address(level, index, width)
            tile = hashes_of(read(address), address, width)
            for place, hash_ in enumerate(tile, index * FULL):
                own = root_of(below[place * FULL : (place + 1) * FULL])
                must(own == hash_, "%s: hash %d is not that over the tile below" % (address, place % FULL))
            hashes += tile
            count += 1
        level, below = level + 1, hashes
    say("tiles: %d above level 0 have the hashes over those below" % count)
    must(root_of(leaves) == root, "checkpoint: its root is not that of the entries")
    say("root: the entries have the root that is signed")
    check_handovers(read, chain, signs, leaves, stated, say)
    return leaves, chain


def hashes_of(tile, address, width):
    must(len(tile) == width * 32, "%s: it has %d bytes instead of %d" % (address, len(tile), width * 32))
    return [tile[at : at + 32] for at in range(0, len(tile), 32)]


def read_file(path):
    try:
        with open(path, "rb") as opened:
            return opened.read()
    except FileNotFoundError as error:
        raise Missing("%s: %s" % (path, error.strerror)) from None
    except OSError as error:
        raise Unreadable("%s: %s" % (path, error.strerror)) from None


def reader_of(log):
    def read(address):
        url = log.rstrip("/") + "/" + address
        try:
            with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:
                return answer.read()
        except (OSError, ValueError, http.client.HTTPException) as error:
            gone = getattr(error, "code", None) == 404 or isinstance(
                getattr(error, "reason", None), FileNotFoundError
            )
            if gone:
                raise Missing("%s: there is nothing" % url) from None
            # A URLError is an OSError, and so is a connection that ends too early.
            raise Unreadable("%s: %s" % (url, error)) from None

    return read


def check_platform(arguments):
    try:
        key = Key(arguments.key)
    except Fault as fault:
        raise Unreadable(str(fault)) from None
    files = [read_file(path) for path in (arguments.proof, arguments.entry) if path]
    leaves, chain = check_log(reader_of(arguments.log), key, print) if arguments.log else (None, [(key, None)])
    if files:
        key, _ = signer(read_proof(files[0])[2], chain)
        index, size, root = check_proof(*files, key)
        print("proof: the entry is entry %d of a log of %d" % (index, size))
        if leaves is not None:
            must(size <= len(leaves), "proof: the log has fewer entries than the proof's checkpoint")
            must(root_of(leaves[:size]) == root, "proof: its checkpoint is not of this log")
            print("proof: its checkpoint is of this log")


# --- Vectors ---


def holds(check, *arguments):
    """What a check gives, or None where it finds a fault."""
    try:
        return check(*arguments)
    except Fault:
        return None


def hashes_in(texts):
    return [bytes.fromhex(text) for text in texts]


def numbered(vectors):
    """The leaf hashes of a log whose entries are a prefix and a number."""
    return [leaf_hash((vectors["prefix"] + str(index)).encode()) for index in range(vectors["count"])]


def tile_address_faults(vectors, _):
    for case in vectors["cases"]:
        tile = case["level"], case["index"], case["width"]
        if tile_address(*tile) != case["address"] or read_tile_address(case["address"]) != tile:
            yield case["address"]
    for address in vectors["none"]:
        if read_tile_address(address) is not None:
            yield address
    for log in vectors["logs"]:
        for level, said in log["levels"].items():
            tiles = tiles_of(level if level == "entries" else int(level), log["size"])
            full = [index for index, width in tiles if width == FULL]
            partial = [width for _, width in tiles if width < FULL]
            if full != list(range(said["full"])) or partial != ([said["partial"]] if said["partial"] else []):
                yield "%d entries, level %s" % (log["size"], level)


def bundle_faults(vectors, _):
    for case in vectors["cases"]:
        if holds(read_bundle, bytes.fromhex(case["bundle"])) != hashes_in(case["entries"]):
            yield case["bundle"]
    for case in vectors["none"]:
        if holds(read_bundle, bytes.fromhex(case["bundle"])) is not None:
            yield case["reason"]


def root_faults(vectors, _):
    leaves = numbered(vectors)
    return [case["size"] for case in vectors["cases"] if root_of(leaves[: case["size"]]).hex() != case["root"]]


def inclusion_faults(vectors, _):
    leaves = numbered(vectors)
    for case in vectors["cases"]:
        proof, leaf, root = hashes_in(case["proof"]), bytes.fromhex(case["leaf"]), bytes.fromhex(case["root"])
        index, size = case["index"], case["size"]
        right = is_included(leaf, index, size, proof, root)
        if right and (leaf != leaves[index] or proof != inclusion_proof(index, leaves[:size])):
            yield "%d of %d: not as it is made" % (index, size)
        if right != case["holds"]:
            yield "%d of %d: %s" % (index, size, case.get("reason", "refused"))


def consistency_faults(vectors, _):
    leaves = numbered(vectors)
    for case in vectors["cases"]:
        proof, old, root = hashes_in(case["proof"]), bytes.fromhex(case["oldRoot"]), bytes.fromhex(case["root"])
        before, size = case["before"], case["size"]
        right = is_consistent(before, size, proof, old, root)
        if right and before > 0 and proof != consistency_proof(before, leaves[:size]):
            yield "%d in %d: not as it is made" % (before, size)
        if right != case["holds"]:
            yield "%d in %d: %s" % (before, size, case.get("reason", "refused"))


def key_faults(vectors, _):
    for case in vectors["cases"]:
        key = holds(Key, case["verifierKey"])
        public = public_key(bytes.fromhex(case["seed"]))
        said = (case["name"], case["type"], bytes.fromhex(case["publicKey"]), bytes.fromhex(case["keyId"]))
        if key is None or (key.name, key.type, key.public, key.id) != said or public != key.public:
            yield case["name"]
    for case in vectors["none"]:
        if holds(Key, case["verifierKey"]) is not None:
            yield case["reason"]


def note_faults(vectors, _):
    for case in vectors["cases"]:
        note, key = case["note"].encode(), Key(case["verifierKey"])
        signature = holds(signature_by, note, key)
        right = signature is not None
        if right != case["holds"] or (right and read_note(note)[0].decode() != case["text"]):
            yield case.get("reason", case["note"])
        elif right and key.type == WITNESS and signature_time(signature) != case["time"]:
            yield "the time of " + case["note"]


def checkpoint_faults(vectors, _):
    for case in vectors["cases"]:
        read = holds(read_checkpoint, case["text"].encode())
        if read != (case["origin"], case["size"], bytes.fromhex(case["root"])):
            yield case["text"]
    for case in vectors["none"]:
        if holds(read_checkpoint, case["text"].encode()) is not None:
            yield case["reason"]


def proof_file_faults(vectors, _):
    for case in vectors["cases"]:
        key = Key(case["verifierKey"])
        if (holds(check_proof, case["file"].encode(), case["entry"].encode(), key) is not None) != case["holds"]:
            yield case.get("reason", case["entry"])


def handover_faults(vectors, _):
    for case in vectors["cases"]:
        handover = holds(Handover, case["file"].encode(), Key(case["verifierKey"]))
        right = handover is not None
        if right != case["holds"]:
            yield case.get("reason", "refused")
        elif right:
            found = [handover.index, handover.size, handover.next.id.hex(), handover.next.public]
            key = Key(case["next"])
            if found != [case["index"], case["size"], key.id.hex(), key.public]:
                yield "it leads to another key"


def small_log_faults(vectors, folder):
    key = Key(vectors["verifierKey"])
    read = lambda address: folder(vectors["folder"] + "/" + address)
    try:
        leaves, _ = check_log(read, key)
        if [len(leaves), root_of(leaves).hex()] != [vectors["size"], vectors["root"]]:
            yield "the log is not that of the vectors"
        for index in vectors["proofs"]:
            entry = read_bundle(read(tile_address("entries", *tiles_of("entries", len(leaves))[index // FULL])))
            if check_proof(read("proofs/%d" % index), entry[index % FULL], key)[0] != index:
                yield "proofs/%d is for another entry" % index
        for hash_ in vectors["chunks"]:
            if sha256(read("chunks/" + hash_)).hex() != hash_:
                yield "chunks/%s has another hash" % hash_
    except Fault as fault:
        yield fault


CHECKS = {
    "tile-addresses.json": tile_address_faults,
    "bundles.json": bundle_faults,
    "roots.json": root_faults,
    "inclusion.json": inclusion_faults,
    "consistency.json": consistency_faults,
    "verifier-keys.json": key_faults,
    "notes.json": note_faults,
    "cosignatures.json": note_faults,
    "checkpoints.json": checkpoint_faults,
    "proof-files.json": proof_file_faults,
    "handovers.json": handover_faults,
    "small-log.json": small_log_faults,
}


def check_vectors(path):
    """Prints what does not hold. Gives whether all does."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    if os.path.isdir(path):
        names = sorted(name for name in os.listdir(path) if os.path.isfile(os.path.join(path, name)))
    else:
        names = [os.path.basename(path)]
    read, wrong = set(), 0

    def file(name):
        content = read_file(os.path.join(folder, name))
        read.add(name)
        return content

    for name in names:
        if name not in CHECKS:
            raise Unreadable(name + ": no vectors are called so")
        try:
            content = json.loads(file(name))
        except ValueError:
            raise Unreadable(name + ": it is not JSON") from None
        for fault in CHECKS[name](content, file):
            print("%s: %s" % (name, fault))
            wrong += 1
    print("%d files checked, %d faults" % (len(read), wrong))
    return wrong == 0


def main():
    parser = argparse.ArgumentParser(description="Checks the public log, or its test vectors.")
    parser.add_argument("vectors", nargs="?", help="a folder of test vectors, or one of its files")
    parser.add_argument("--log", help="the log's address, which ends in /log")
    parser.add_argument("--key", help="the log's verifier key, from somewhere that you trust")
    parser.add_argument("--proof", help="a proof file")
    parser.add_argument("--entry", help="the entry that the proof file is for, byte by byte")
    arguments = parser.parse_args()
    platform = arguments.log or arguments.proof
    if bool(arguments.vectors) == bool(platform) or bool(platform) != bool(arguments.key):
        parser.error("either vectors, or --key with --log or --proof")
    if bool(arguments.proof) != bool(arguments.entry):
        parser.error("--proof and --entry go together")
    try:
        if arguments.vectors:
            return 0 if check_vectors(arguments.vectors) else 1
        check_platform(arguments)
        return 0
    except Fault as fault:
        print("does not hold: %s" % fault)
        return 1
    except Unreadable as problem:
        print("cannot be read: %s" % problem)
        return 2


if __name__ == "__main__":
    sys.exit(main())
