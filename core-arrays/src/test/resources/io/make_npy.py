"""Makes the files of NumPy that NpyTest reads. Run in this folder: python make_npy.py"""

import numpy as np

arrays = {}
for name in ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
             "float16", "float32", "float64", "complex64", "complex128"):
    base = np.arange(6).reshape(2, 3)
    x = (base % 2 == 1) if name == "bool" else (base - 2).astype(name) if name[0] != "u" else base.astype(name)
    if name.startswith("complex"):
        x = x + (base * 0.5j).astype(name)
    arrays[name] = x
    arrays[name + "_fortran"] = np.asfortranarray(x)
    if x.dtype.itemsize > 1:
        arrays[name + "_big"] = x.astype(x.dtype.newbyteorder(">"))
arrays["scalar"] = np.float64(2.5)
arrays["line"] = np.arange(4, dtype=np.int32)
arrays["empty"] = np.zeros((0, 3), np.float32)
np.savez_compressed("arrays.npz", **arrays)
np.save("matrix.npy", np.arange(12, dtype=np.float32).reshape(3, 4))
np.save("objects.npy", np.array([1, "a"], dtype=object))
