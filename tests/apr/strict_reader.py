#!/usr/bin/env python3
"""usage: strict_reader.py FILE...    Reads model files by the letter of the format's description and prints one line for each.

Written from the description alone, not from this project's reader: whatever deviates, also where readers tolerate it (reserved
bytes, padding that is not zero, a major version other than what a writer writes), ends it with status 1 and the place.
zstd and LZ4 payloads need python3-zstandard and python3-lz4; without them the line says "skipped" and the package.
"""
import json
import struct
import sys
import zlib

TYPES = {1: "LinearRegression", 2: "LogisticRegression"}


class Deviation(Exception):
    pass


def check(condition, message):
    if not condition:
        raise Deviation(message)


class Fields:
    """Little-endian fields, one after the other."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, form):
        form = "<" + form
        size = struct.calcsize(form)
        check(self.at + size <= len(self.data), f"the data ends at {len(self.data)}, within a field at {self.at}")
        values = struct.unpack_from(form, self.data, self.at)
        self.at += size
        return values[0] if len(values) == 1 else values

    def done(self):
        return self.at == len(self.data)


def floats(values):
    return ",".join(repr(float(v)) for v in values)


def unpack_msgpack(fields, depth=0):
    check(depth < 64, "MessagePack nests too deep")
    tag = fields.take("B")

    def text(size):
        raw = fields.data[fields.at:fields.at + size]
        check(len(raw) == size, "MessagePack text ends early")
        fields.at += size
        return raw

    def array(count):
        return [unpack_msgpack(fields, depth + 1) for _ in range(count)]

    def mapping(count):
        pairs = {}
        for _ in range(count):
            key = unpack_msgpack(fields, depth + 1)
            check(isinstance(key, str) and key not in pairs, f"a MessagePack key is no string or doubled: {key!r}")
            pairs[key] = unpack_msgpack(fields, depth + 1)
        return pairs

    if tag < 0x80:
        return tag
    if tag < 0x90:
        return mapping(tag & 0xF)
    if tag < 0xA0:
        return array(tag & 0xF)
    if tag < 0xC0:
        return text(tag & 0x1F).decode("utf-8")
    if tag >= 0xE0:
        return tag - 256
    plain = {0xC0: None, 0xC2: False, 0xC3: True}
    if tag in plain:
        return plain[tag]
    numbers = {0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q", 0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q"}
    if tag in numbers:
        return struct.unpack(numbers[tag], text(struct.calcsize(numbers[tag])))[0]
    sizes = {0xC4: "B", 0xC5: "H", 0xC6: "I", 0xD9: "B", 0xDA: "H", 0xDB: "I", 0xDC: "H", 0xDD: "I", 0xDE: "H", 0xDF: "I"}
    check(tag in sizes, f"unknown MessagePack tag {tag:#x}")
    size = struct.unpack(">" + sizes[tag], text(struct.calcsize(sizes[tag])))[0]
    if tag in (0xC4, 0xC5, 0xC6):
        return text(size)
    if tag in (0xD9, 0xDA, 0xDB):
        return text(size).decode("utf-8")
    return array(size) if tag in (0xDC, 0xDD) else mapping(size)


def decompress(stored, compression, size):
    if compression == 0:
        return stored
    if compression in (1, 2):
        try:
            import zstandard
        except ImportError:
            return "python3-zstandard"
        parameters = zstandard.get_frame_parameters(stored)
        check(parameters.content_size in (zstandard.CONTENTSIZE_UNKNOWN, 0), "the zstd frame has a content size")
        check(not parameters.has_checksum, "the zstd frame has a checksum")
        out = zstandard.ZstdDecompressor().decompress(stored, max_output_size=size)
    else:
        try:
            import lz4.block
        except ImportError:
            return "python3-lz4"
        check(struct.unpack_from("<I", stored)[0] == size, "the LZ4 prefix differs from uncompressed_size")
        out = lz4.block.decompress(stored[4:], uncompressed_size=size)
    check(len(out) == size, f"decompressed to {len(out)}, not {size}")
    return out


def logistic_regression(payload):
    fields = Fields(payload)
    check(fields.take("B") == 1, "not fitted")
    n = fields.take("Q")
    coefficients = [fields.take("f") for _ in range(n)]
    intercept, learning_rate, max_iter, tol = fields.take("f"), fields.take("f"), fields.take("Q"), fields.take("f")
    check(fields.at == 29 + 4 * n, "layout A has another size")
    line = f"n={n} coefficients={floats(coefficients)} intercept={floats([intercept])} learning_rate={floats([learning_rate])} max_iter={max_iter} tol={floats([tol])}"
    if fields.done():
        return "A " + line
    weighting = fields.take("I")
    check(weighting <= 2, f"class weight tag {weighting}")
    manual = [fields.take("f") for _ in range(fields.take("Q"))] if weighting == 2 else []
    line += f" class_weight={weighting}:{floats(manual)} l2_penalty={floats([fields.take('f')])}"
    if fields.done():
        return "B " + line
    mode = fields.take("I")
    check(mode <= 2, f"fit mode tag {mode}")
    line += f" fit_mode={mode}" + (f":{fields.take('Q')}" if mode == 2 else "")
    check(fields.done(), f"{len(payload) - fields.at} bytes left over")
    return "C " + line


def read_v1(data):
    check(len(data) >= 36, "fewer than 36 bytes")
    check(zlib.crc32(data[:-4]) == struct.unpack("<I", data[-4:])[0], "CRC mismatch")
    major, minor, model_type, metadata_size, stored_size, size, compression, flags, quality = struct.unpack_from("<BBHIIIBBB", data, 4)
    check((major, minor) == (1, 0), f"version {major}.{minor}")
    check(data[23:32] == bytes(9), "reserved bytes are not zero")
    check(flags & 0x83 == 0, f"flags {flags:#x}")
    check(compression <= 3 and quality <= 100 and size <= 2**30, "a field is out of range")
    check(len(data) == 36 + metadata_size + stored_size, "another length than the header says")
    check(TYPES.get(model_type) == "LogisticRegression", f"model type {model_type}")
    fields = Fields(data[32:32 + metadata_size])
    metadata = unpack_msgpack(fields)
    check(fields.done(), "bytes after the metadata")
    for key in ("created_at", "aprender_version"):
        check(isinstance(metadata.get(key), str), f"metadata lacks {key}")
    check(metadata["created_at"].isdigit(), "created_at is no decimal")
    stored = data[32 + metadata_size:-4]
    payload = decompress(stored, compression, size)
    head = f"v1 compression={compression} quality={quality} flags={flags}"
    tail = "metadata=" + json.dumps(metadata, sort_keys=True)
    if isinstance(payload, str):
        return f"{head} skipped: install {payload} {tail}"
    check(len(payload) == size, "uncompressed_size differs from the payload")
    return f"{head} {logistic_regression(payload)} {tail}"


def tensors_line(tensors, metadata):
    check(sorted(tensors) == ["coefficients", "intercept"] == list(tensors), f"tensors {list(tensors)}")
    (shape, coefficients), (intercept_shape, intercept) = tensors["coefficients"], tensors["intercept"]
    check(shape == [len(coefficients)] and intercept_shape == [1], "shapes")
    return f"n={len(coefficients)} coefficients={floats(coefficients)} intercept={floats(intercept)} metadata={json.dumps(metadata, sort_keys=True)}"


def read_v2(data):
    major, minor, flags, count, metadata_at, metadata_size, index_at, data_at, header_crc = struct.unpack_from("<BBHIQIQQI", data, 4)
    check((major, minor) == (2, 0) and flags == 0x400, f"version {major}.{minor}, flags {flags:#x}")
    check(zlib.crc32(data[:40] + data[44:64]) == header_crc, "header CRC mismatch")
    check(zlib.crc32(data[:-4]) == struct.unpack("<I", data[-4:])[0], "CRC mismatch")
    check(data[44:64] == bytes(20), "reserved bytes are not zero")
    check(metadata_at == 64 and index_at == 64 + (metadata_size + 63) // 64 * 64, "the index is elsewhere")
    check(not any(data[64 + metadata_size:index_at]), "the padding of the metadata is not zero")
    metadata = json.loads(data[64:64 + metadata_size].decode("utf-8"))
    fields = Fields(data[index_at:data_at])
    tensors, expected_offset, previous = {}, 0, b""
    for _ in range(count):
        name_size = fields.take("H")
        name = bytes(fields.take(f"{name_size}s"))
        check(previous < name, "names are not sorted")
        previous = name
        dtype, dimensions = fields.take("B"), fields.take("B")
        check(dtype == 0 and dimensions <= 8, f"dtype {dtype}, {dimensions} dimensions")
        shape = [fields.take("Q") for _ in range(dimensions)]
        offset, size = fields.take("Q"), fields.take("Q")
        elements = 1
        for extent in shape:
            elements *= extent
        check(size == 4 * elements and offset == expected_offset, "a tensor's size or offset")
        padded = (size + 63) // 64 * 64
        check(not any(data[data_at + offset + size:data_at + offset + padded]), "padding is not zero")
        tensors[name.decode("utf-8")] = (shape, struct.unpack_from(f"<{elements}f", data, data_at + offset))
        expected_offset += padded
    check(not any(fields.data[fields.at:]) and data_at == index_at + (fields.at + 63) // 64 * 64, "the index's padding")
    check(len(data) == data_at + expected_offset + 4, "another length than the index says")
    return "v2 " + tensors_line(tensors, metadata)


def read_safetensors(data):
    header_size = struct.unpack_from("<Q", data)[0]
    check(header_size % 8 == 0 and 8 + header_size <= len(data), "the header's length")
    text = data[8:8 + header_size].decode("utf-8")
    check(text.startswith("{") and text == text.rstrip(" ") + " " * (len(text) - len(text.rstrip(" "))), "the header's padding")

    def no_doubles(pairs):
        check(len({key for key, _ in pairs}) == len(pairs), "a key stands twice")
        return dict(pairs)

    header = json.loads(text, object_pairs_hook=no_doubles)
    metadata = header.pop("__metadata__", {})
    check(all(isinstance(value, str) for value in metadata.values()), "__metadata__ has a value that is no string")
    tensors, end = {}, 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        check(set(entry) == {"dtype", "shape", "data_offsets"} and entry["dtype"] == "F32", f"the entry {name}")
        begin, stop = entry["data_offsets"]
        elements = 1
        for extent in entry["shape"]:
            elements *= extent
        check(begin == end and stop - begin == 4 * elements, f"the offsets of {name}")
        tensors[name] = (entry["shape"], struct.unpack_from(f"<{elements}f", data, 8 + header_size + begin))
        end = stop
    check(8 + header_size + end == len(data), "the last end is not the file's")
    metadata = {key: json.loads(value) if value.startswith("{") else value for key, value in metadata.items()}
    return "safetensors " + tensors_line(tensors, metadata)


def main(paths):
    for path in paths:
        with open(path, "rb") as file:
            data = file.read()
        try:
            reader = read_v1 if data[:4] == b"APRN" else read_v2 if data[:4] == b"APR\0" else read_safetensors
            print(reader(data))
        except (Deviation, UnicodeDecodeError, ValueError, KeyError, struct.error) as deviation:
            print(f"{path}: {deviation}")
            return 1
    return 0


sys.exit(main(sys.argv[1:]))
