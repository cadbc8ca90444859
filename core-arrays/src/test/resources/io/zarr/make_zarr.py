"""Makes the stores that ZarrFormatTest reads, from the specification, with NumPy and numcodecs.

Run in this folder: python make_zarr.py. stores.json.gz holds all files by name, in base64;
expected.json among them says in which .npy file the elements of each store are.
"""

import base64
import gzip as files_gzip
import io
import itertools
import json
import struct

import numpy as np
from numcodecs import blosc, gzip, lz4, zlib, zstd

# One thread, and no time in gzip's header: the same bytes every time.
blosc.set_nthreads(1)
out = {}


def timeless(gzipped):
    return gzipped[:4] + bytes(4) + gzipped[8:]


def put(name, content):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    out[name] = base64.b64encode(data).decode()


expected_files = {}
files = {}


def expect(name, x):
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(x.astype(x.dtype.newbyteorder("<"))).reshape(x.shape))
    content = file.getvalue()
    if content not in files:
        files[content] = f"expected/{len(files)}.npy"
        put(files[content], content)
    expected_files[name] = files[content]


def chunks(x, extents, fill):
    """Number and elements of each chunk, whole; those that hang over are filled."""
    grid = [range(-(-dim // extent)) for dim, extent in zip(x.shape, extents)]
    for number in itertools.product(*grid):
        chunk = np.full(extents, fill, x.dtype)
        part = x[tuple(slice(n * e, (n + 1) * e) for n, e in zip(number, extents))]
        chunk[tuple(slice(0, dim) for dim in part.shape)] = part
        yield number, chunk


def v2(name, x, extents, dtype=None, order="C", compressor=None, fill=0, separator=None, skip=()):
    stored = np.dtype(dtype) if dtype else x.dtype
    metadata = {
        "zarr_format": 2, "shape": x.shape, "chunks": extents, "dtype": stored.str, "order": order,
        "compressor": compressor.get_config() if compressor else None, "filters": None,
        "fill_value": fill,
    }
    if separator:
        metadata["dimension_separator"] = separator
    put(name + "/.zarray", metadata)
    expected = x.copy()
    for number, chunk in chunks(x, extents, 0 if fill is None else fill):
        if number in skip:
            place = tuple(slice(n * e, (n + 1) * e) for n, e in zip(number, extents))
            expected[place] = 0 if fill is None else fill
            continue
        data = chunk.astype(stored).tobytes(order=order)
        key = (separator or ".").join(map(str, number)) or "0"
        data = bytes(compressor.encode(data)) if compressor else data
        put(name + "/" + key, timeless(data) if isinstance(compressor, gzip.GZip) else data)
    expect(name, expected)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def encode(chunk, codecs):
    """A chunk through codecs of version 3."""
    data = chunk
    for codec in codecs:
        name, conf = codec["name"], codec.get("configuration", {})
        if name == "transpose":
            data = data.transpose(conf["order"])
        elif name == "bytes":
            endian = "<" if conf.get("endian", "little") == "little" else ">"
            data = data.astype(data.dtype.newbyteorder(endian)).tobytes()
        elif name == "gzip":
            data = timeless(bytes(gzip.GZip(conf["level"]).encode(data)))
        elif name == "zstd":
            data = bytes(zstd.Zstd(conf["level"], conf["checksum"]).encode(data))
        elif name == "blosc":
            shuffle = ["noshuffle", "shuffle", "bitshuffle"].index(conf["shuffle"])
            typed = np.frombuffer(data, "V%d" % conf["typesize"])
            data = bytes(blosc.Blosc(conf["cname"], conf["clevel"], shuffle).encode(typed))
        elif name == "crc32c":
            data += struct.pack("<I", crc32c(data))
        elif name == "sharding_indexed":
            data = shard(data, conf)
    return data


def shard(chunk, conf):
    inner = conf["chunk_shape"]
    start = conf.get("index_location") == "start"
    grid = [dim // extent for dim, extent in zip(chunk.shape, inner)]
    places = np.full(grid + [2], 2**64 - 1, np.uint64)
    body = b""
    index = len(encode(places, conf["index_codecs"])) if start else 0
    # Inner chunks may lie in any order: the last one first.
    for number, part in reversed(list(chunks(chunk, inner, 0))):
        if np.any(part != 0):
            data = encode(part, conf["codecs"])
            places[number] = index + len(body), len(data)
            body += data
    packed = encode(places, conf["index_codecs"])
    return packed + body if start else body + packed


def v3(name, x, extents, codecs, fill=0, fill_json=None, skip=(), data_type=None, keys=None, **more):
    keys = keys or {"name": "default", "configuration": {"separator": "/"}}
    style, separator = keys["name"], keys.get("configuration", {}).get("separator")
    put(name + "/zarr.json", {
        "zarr_format": 3, "node_type": "array", "shape": x.shape,
        "data_type": data_type or x.dtype.name,
        "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": extents}},
        "chunk_key_encoding": keys, "fill_value": fill if fill_json is None else fill_json,
        "codecs": codecs, **more})
    expected = x.copy()
    for number, chunk in chunks(x, extents, fill):
        if number in skip:
            expected[tuple(slice(n * e, (n + 1) * e) for n, e in zip(number, extents))] = fill
            continue
        if style == "default":
            key = (separator or "/").join(["c"] + [str(n) for n in number])
        else:
            key = (separator or ".").join(map(str, number)) or "0"
        put(name + "/" + key, encode(chunk, codecs))
    expect(name, expected)


def codec(name, **configuration):
    return {"name": name, "configuration": configuration}


LITTLE = codec("bytes", endian="little")
BIG = codec("bytes", endian="big")
INDEX = [LITTLE, {"name": "crc32c"}]
DTYPES = ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
          "float16", "float32", "float64", "complex64", "complex128")


def values(dtype, shape):
    x = (np.arange(np.prod(shape)) * 37 % 101).reshape(shape)
    if dtype == "bool":
        return x % 3 == 1
    x = (x - (0 if dtype[0] == "u" else 50)).astype(dtype)
    return x * (1 + 0.5j) if dtype.startswith("complex") else x


small = values("float32", (5, 7))
large = (np.arange(40 * 100, dtype=np.int32) * 7 // 3 % 500).reshape(40, 100)

for dtype in DTYPES:
    x = values(dtype, (5, 7)).astype(dtype)
    v2(f"v2/{dtype}", x, (3, 4))
    v2(f"v2/{dtype}_big_F", x, (3, 4), dtype=x.dtype.newbyteorder(">"), order="F")
    v3(f"v3/{dtype}", x, (3, 4), [LITTLE if x.dtype.itemsize > 1 else {"name": "bytes"}])
    v3(f"v3/{dtype}_big_transposed", x, (3, 4), [codec("transpose", order=[1, 0]), BIG])

for name, compressor in {
        "zlib": zlib.Zlib(5), "gzip": gzip.GZip(5), "zstd": zstd.Zstd(3), "lz4": lz4.LZ4(),
        **{f"blosc_{c}_{s}": blosc.Blosc(c, 5, s)
           for c in ("blosclz", "lz4", "lz4hc", "zlib", "zstd") for s in (0, 1, 2)},
        "blosc_blocks": blosc.Blosc("lz4", 5, 1, blocksize=2048),
        "blosc_blosclz_9": blosc.Blosc("blosclz", 9, 1)}.items():
    v2(f"v2/{name}_small", small, (3, 4), compressor=compressor)
    v2(f"v2/{name}_large", large, (30, 80), compressor=compressor)
v2("v2/blosc_int64", large.astype(np.int64), (30, 80), compressor=blosc.Blosc("blosclz", 5, 2))
v2("v2/blosc_int8", large.astype(np.int8), (30, 80), compressor=blosc.Blosc("lz4", 5, 1))
noise = np.random.default_rng(1).integers(-2**31, 2**31, (8, 16), np.int32)
v2("v2/blosc_noise", noise, (8, 16), compressor=blosc.Blosc("blosclz", 5, 1))
far = np.concatenate([np.random.default_rng(2).integers(0, 255, 9500, np.uint8)] * 3)
v2("v2/blosclz_far", far, far.shape, compressor=blosc.Blosc("blosclz", 9, 0, blocksize=far.size))
v2("v2/missing", small, (2, 3), fill=7.5, skip=[(0, 1), (2, 2)])
v2("v2/missing_null", small, (2, 3), fill=None, skip=[(0, 1)])
v2("v2/nested", small, (2, 3), separator="/")
v2("v2/scalar", np.array(2.5), ())
v2("v2/empty", np.zeros((0, 3), np.int32), (1, 3))
v2("v2/cube_F", values("int16", (3, 4, 5)), (2, 3, 2), order="F", compressor=zlib.Zlib(1))
put("v2/attributes/.zattrs", {"_ARRAY_DIMENSIONS": ["y", "x"], "unit": "m", "levels": [1, 2]})
v2("v2/attributes", small, (2, 3))

cube = values("int16", (4, 6, 8))
cube[0:2, 0:3, 0:2] = 0
for name, codecs in {
        "gzip": [LITTLE, codec("gzip", level=5)],
        "zstd": [LITTLE, codec("zstd", level=3, checksum=True)],
        "zstd_gzip": [LITTLE, codec("zstd", level=3, checksum=False), codec("gzip", level=1)],
        "gzip_crc": [LITTLE, codec("gzip", level=1), {"name": "crc32c"}],
        "crc": [LITTLE, {"name": "crc32c"}],
        "crc_zstd": [BIG, {"name": "crc32c"}, codec("zstd", level=1, checksum=False)],
        "blosc": [LITTLE, codec("blosc", typesize=2, cname="lz4", clevel=5, shuffle="bitshuffle",
                                blocksize=0)],
        "transposed": [codec("transpose", order=[2, 0, 1]), LITTLE],
        "transposed_twice": [codec("transpose", order=[2, 0, 1]), codec("transpose", order=[1, 0, 2]),
                             LITTLE],
        "shards": [codec("sharding_indexed", chunk_shape=[2, 3, 2], codecs=[LITTLE],
                         index_codecs=INDEX)],
        "shards_start": [codec("sharding_indexed", chunk_shape=[2, 3, 2], index_codecs=INDEX,
                               codecs=[codec("transpose", order=[1, 2, 0]), LITTLE,
                                       codec("zstd", level=3, checksum=False)],
                               index_location="start")],
        "shards_plain_index": [codec("sharding_indexed", chunk_shape=[1, 3, 4], codecs=[BIG],
                                     index_codecs=[BIG])],
        "shards_transposed": [codec("transpose", order=[2, 0, 1]),
                              codec("sharding_indexed", chunk_shape=[2, 1, 3], codecs=[LITTLE],
                                    index_codecs=INDEX)],
        "shards_compressed": [codec("sharding_indexed", chunk_shape=[2, 3, 2], codecs=[LITTLE],
                                    index_codecs=INDEX), codec("gzip", level=1)],
        "shards_in_shards": [codec("sharding_indexed", chunk_shape=[2, 3, 4], index_codecs=INDEX,
                                   codecs=[codec("sharding_indexed", chunk_shape=[1, 3, 2],
                                                 codecs=[LITTLE], index_codecs=INDEX)])],
}.items():
    v3(f"v3/{name}", cube, (4, 6, 4), codecs)
v3("v3/missing", small, (2, 3), [LITTLE], fill=np.float32(7.5), fill_json=7.5, skip=[(1, 1)])
for name, fill, text in (("nan", np.nan, "NaN"), ("infinity", -np.inf, "-Infinity"),
                         ("bits", 1.5, "0x3fc00000")):
    v3(f"v3/fill_{name}", small, (2, 3), [LITTLE], fill=fill, fill_json=text, skip=[(0, 0)])
v3("v3/fill_complex", small.astype(np.complex64), (2, 3), [LITTLE], fill=1 - 2j,
   fill_json=[1.0, -2.0], skip=[(0, 0)])
v3("v3/fill_uint64", values("uint64", (5, 7)), (2, 3), [LITTLE], fill=2**64 - 1, skip=[(0, 0)])
v3("v3/keys_v2", small, (2, 3), [LITTLE], keys={"name": "v2"})
v3("v3/keys_dot", small, (2, 3), [LITTLE],
   keys={"name": "default", "configuration": {"separator": "."}})
v3("v3/scalar", np.array(2.5), (), [LITTLE])
v3("v3/empty", np.zeros((0, 3), np.int32), (1, 3), [LITTLE])
v3("v3/names", small, (2, 3), [LITTLE], dimension_names=["y", None],
   attributes={"unit": "m", "levels": [1, 2]}, extra={"must_understand": False})
put("v3/zarr.json", {"zarr_format": 3, "node_type": "group", "attributes": {"title": "three"}})
put("v2/.zgroup", {"zarr_format": 2})
put("v2/.zattrs", {"title": "two"})
put("expected.json", expected_files)
with open("stores.json.gz", "wb") as file:
    file.write(files_gzip.compress(json.dumps(out).encode(), 9, mtime=0))
