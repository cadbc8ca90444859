"""Makes the files of pyarrow that ArrowFileTest and ArrowVectorsTest read. Run in this folder: python make_arrow.py"""

import numpy as np
import pyarrow as pa

columns = {}
for name in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64"):
    columns[name] = pa.array(np.arange(6).astype(name) - (2 if name[0] != "u" else 0) * np.ones(1, name))
columns["bool"] = pa.array([True, False, True, True, False, False])
columns["pair"] = pa.FixedSizeListArray.from_arrays(pa.array(np.arange(12, dtype=np.float32)), 2)
columns["nested"] = pa.FixedSizeListArray.from_arrays(
    pa.FixedSizeListArray.from_arrays(pa.array(np.arange(36, dtype=np.int32)), 2), 3)
columns["tensor"] = pa.FixedShapeTensorArray.from_numpy_ndarray(np.arange(36, dtype=np.float64).reshape(6, 2, 3))
permuted = pa.fixed_shape_tensor(pa.int32(), [3, 2], permutation=[1, 0])
columns["permuted"] = pa.ExtensionArray.from_storage(
    permuted, pa.FixedSizeListArray.from_arrays(pa.array(np.arange(36, dtype=np.int32)), 6))
columns["nulls"] = pa.array([1.5, None, 3.5, None, None, 6.5], pa.float32())
columns["listnulls"] = pa.array([[1, 2], None, [None, 4], [5, 6], [7, 8], [9, 10]], pa.list_(pa.int32(), 2))
columns["text"] = pa.array(list("abcdef"))
table = pa.table(columns)

with pa.OSFile("batches.arrow", "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
    writer.write_batch(table.slice(0, 4).combine_chunks().to_batches()[0])
    writer.write_batch(table.slice(4, 2).combine_chunks().to_batches()[0])
for codec in ("lz4", "zstd"):
    with pa.OSFile(codec + ".arrow", "wb") as sink, pa.ipc.new_file(
            sink, pa.schema([("x", pa.int32())]), options=pa.ipc.IpcWriteOptions(compression=codec)) as writer:
        writer.write_batch(pa.record_batch({"x": pa.array(np.arange(1000, dtype=np.int32))}))
with pa.OSFile("batches.arrows", "wb") as sink, pa.ipc.new_stream(sink, pa.schema([("x", pa.int32())])) as writer:
    for start in (0, 3):
        writer.write_batch(pa.record_batch({"x": pa.array(np.arange(start, start + 3, dtype=np.int32))}))
