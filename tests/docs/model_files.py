"""Writes model files that no command of the program writes: what `model inspect` says of them is of interest."""

import json
import struct
import zlib

LOGISTIC, LINEAR, DECISION_TREE = 2, 1, 3
ENCRYPTED, SIGNED = 1, 2
REQUIRED = b"\xaacreated_at\xaa1700000000\xb0aprender_version\xa60.11.0"  # keys and values in MessagePack


def v1(model_type, payload, metadata=b"\x82" + REQUIRED, flags=0, quality=0, reserved=0, signature=b""):
    """A version 1 file; metadata in MessagePack."""
    header = struct.pack("<4sBBHIIIBBBB8x", b"APRN", 1, 0, model_type, len(metadata), len(payload), len(payload), 0, flags, quality, reserved)
    file = header + metadata + payload + signature
    return file + struct.pack("<I", zlib.crc32(file))


def regression(coefficients, intercept=0.5):
    """What the payloads of the regressions begin with; None: not fitted."""
    fitted = b"\0" if coefficients is None else struct.pack(f"<BQ{len(coefficients)}f", 1, len(coefficients), *coefficients)
    return fitted + struct.pack("<f", intercept)


def logistic(coefficients, learning_rate=0.1, weights=None, batch=None):
    """Layout A; with weights B, with a size of mini-batches C."""
    payload = regression(coefficients) + struct.pack("<fQf", learning_rate, 100, 1e-4)
    if weights is not None:
        payload += struct.pack(f"<IQ{len(weights)}ff", 2, len(weights), *weights, 0.25)
    if batch is not None:
        payload += struct.pack("<IQ", 2, batch)
    return payload


def linear(coefficients):
    return regression(coefficients) + b"\1"


def with_v2_flag(file, flag):
    """A version 2 file with one more flag."""
    changed = bytearray(file[:-4])
    changed[6:8] = struct.pack("<H", struct.unpack_from("<H", changed, 6)[0] | flag)
    changed[40:44] = struct.pack("<I", zlib.crc32(changed[:40] + changed[44:64]))
    return bytes(changed) + struct.pack("<I", zlib.crc32(changed))


def safetensors(arrays, metadata=None):
    """`arrays`: (name, type, shape, bytes) of each."""
    header = {} if metadata is None else {"__metadata__": metadata}
    data = b""
    for name, kind, shape, values in arrays:
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data
