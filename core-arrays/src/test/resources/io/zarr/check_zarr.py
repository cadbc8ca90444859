"""Reads what Zarr.save wrote, by the specification, with NumPy and numcodecs.

python check_zarr.py FOLDER: every array in the folder must have the elements of the .npy file of its
name. Exits with 1 if one has not.
"""

import itertools
import json
import pathlib
import sys

import numpy as np
from numcodecs import blosc, gzip, zstd

CODECS = {"gzip": gzip.GZip(), "zstd": zstd.Zstd(), "blosc": blosc.Blosc()}


def read(folder):
    if (folder / ".zarray").exists():
        metadata = json.loads((folder / ".zarray").read_text())
        assert metadata["zarr_format"] == 2 and metadata["filters"] is None, metadata
        dtype, extents, order = np.dtype(metadata["dtype"]), metadata["chunks"], metadata["order"]
        codecs = [metadata["compressor"]["id"]] if metadata["compressor"] else []
        separator, prefix, scalar = metadata["dimension_separator"], [], "0"
    else:
        metadata = json.loads((folder / "zarr.json").read_text())
        assert (metadata["zarr_format"], metadata["node_type"]) == (3, "array"), metadata
        first, *rest = metadata["codecs"]
        assert first == {"name": "bytes", "configuration": {"endian": "little"}}, first
        bits = metadata["data_type"] == "bfloat16"
        dtype = np.dtype("<u2" if bits else metadata["data_type"]).newbyteorder("<")
        extents = metadata["chunk_grid"]["configuration"]["chunk_shape"]
        order, codecs = "C", [codec["name"] for codec in rest]
        separator = metadata["chunk_key_encoding"]["configuration"]["separator"]
        prefix, scalar = ["c"], "c"
    shape = metadata["shape"]
    x = np.empty(shape, dtype)
    for number in itertools.product(*(range(-(-d // e)) for d, e in zip(shape, extents))):
        key = separator.join(prefix + [str(n) for n in number]) or scalar
        data = (folder / key).read_bytes()
        for codec in reversed(codecs):
            data = CODECS[codec].decode(data)
        chunk = np.frombuffer(data, dtype).reshape(extents, order=order)
        place = tuple(slice(n * e, min(d, n * e + e)) for n, e, d in zip(number, extents, shape))
        x[place] = chunk[tuple(slice(0, p.stop - p.start) for p in place)]
    return x


wrong = 0
arrays = [path for path in sorted(pathlib.Path(sys.argv[1]).iterdir()) if path.is_dir()]
for path in arrays:
    expected = np.load(path.with_name(path.name + ".npy"))
    x = read(path)
    same = x.shape == expected.shape and x.tobytes() == expected.tobytes()
    wrong += not same
    print("same" if same else "DIFFERENT", path.name, x.dtype, x.shape)
print(len(arrays), "arrays,", wrong, "different")
sys.exit(1 if wrong else 0)
