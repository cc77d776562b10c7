"""Makes the files of this folder; prints length and SHA-256 of what is in each."""

import bz2
import hashlib
import pathlib
import random


def write(name, *parts, level=9):
    data = b"".join(bz2.compress(part, level) for part in parts)
    pathlib.Path(__file__).with_name(name + ".bz2").write_bytes(data)
    content = b"".join(parts)
    print(name, len(content), hashlib.sha256(content).hexdigest())


words = random.Random(7)
lengths = [1, 2, 3, 4, 5, 6, 254, 255, 256, 257, 258, 259, 260, 1000, 3, 4, 4, 4]
write("empty", b"")
write("one-byte", b"x")
write("runs", b"".join(bytes([97 + i % 3]) * n for i, n in enumerate(lengths)))
write("zeros-1mb", bytes(1_000_000))
write("all-bytes", bytes(range(256)) * 20)
write("two-streams", b"first ", b"second")
write("blocks", " ".join(f"w{words.randrange(300)}" for _ in range(60_000)).encode(), level=1)
write("noise", random.Random(8).randbytes(5_000))
write("message", rb'{"oslo.version": "2.0", "oslo.message": "{\"method\": \"\\u00e9\"}"}')
