"""Writes reprs.txt: arrays and how JAX prints them, with NumPy as the source of the layout.

jax.Array.__repr__ is numpy.array2string(x, prefix="Array(", suffix=",", separator=", ") between
"Array(" and the dtype, which goes to a line of its own where it does not fit. Run with numpy >= 2
and ml_dtypes:
  python3 make_reprs.py > reprs.txt
"""
import ml_dtypes
import numpy as np

DTYPES = ["bool", "int8", "int32", "int64", "uint8", "uint32", "uint64", "float32", "float64"]
LINE = 75


def jax_repr(x, weak):
    dtype = f"dtype={x.dtype.name}, weak_type=True)" if weak else f"dtype={x.dtype.name})"
    if x.size == 0:
        return f"Array([], shape={x.shape}, {dtype}"
    text = np.array2string(x, prefix="Array(", suffix=",", separator=", ", max_line_width=LINE)
    last = len(text) - text.rfind("\n") + 1
    gap = "\n" + " " * 6 if last + len(dtype) + 1 > LINE else " "
    return f"Array({text},{gap}{dtype}"


def emit(x, weak=False):
    print(f"# {x.dtype.name} {','.join(map(str, x.shape))} {'weak' if weak else 'strong'}")
    print(x.tobytes().hex())  # little endian, as every machine that runs this
    print(jax_repr(x, weak))


def values(rng, dtype, size):
    if dtype == "bool":
        return rng.integers(0, 2, size).astype(bool)
    if np.issubdtype(np.dtype(dtype), np.integer):
        info = np.iinfo(dtype)
        wide = int(rng.choice([2, 50, 30000, info.max]))
        low = 0 if info.min == 0 else -min(wide, info.max)
        return rng.integers(low, min(wide, info.max), size, endpoint=True, dtype=dtype)
    kind = rng.integers(0, 8)
    x = rng.standard_normal(size)
    if kind == 0:
        x = np.round(x * 10)
    elif kind == 1:
        x = np.round(x, 2)
    elif kind == 2:
        x = x * 10.0 ** rng.integers(-30, 30)
    elif kind == 3:
        x = x * 10.0 ** rng.integers(-6, 6, size)
    elif kind == 4:
        x = np.where(rng.random(size) < 0.3, rng.choice([np.nan, np.inf, -np.inf], size), x)
    elif kind == 5:
        x = np.where(rng.random(size) < 0.5, rng.choice([0.0, -0.0], size), np.round(x, 1))
    elif kind == 6:
        x = rng.choice([1e-5, 1e16, 1e-4, 999.0, 1.0, 0.1, 123456789.0], size)
    return x.astype(dtype)


def main():
    rng = np.random.default_rng(7)
    for dtype in DTYPES:
        emit(np.zeros((), dtype))
        emit(np.zeros((0, 3), dtype))
        emit(np.ones((2, 2), dtype))
    emit(np.array(1.5, np.float32), weak=True)
    emit(np.array(3, np.int32), weak=True)
    emit(np.array([1.5, 2.5], np.float32), weak=True)
    for special in (np.nan, np.inf, -np.inf, -0.0, 1e-45, 3.4028235e38, 16777216.0, 0.1):
        emit(np.array(special, np.float32))
        emit(np.array([special], np.float64))
    emit(np.arange(1000, dtype=np.int32))
    emit(np.arange(1001, dtype=np.int32))
    emit(np.arange(30 * 40, dtype=np.float32).reshape(30, 40))
    emit(np.arange(2 * 7 * 4 * 30, dtype=np.int64).reshape(2, 7, 4, 30) - 5)
    emit(np.linspace(0, 1, 2000, dtype=np.float64))
    shapes = [(), (1,), (3,), (7,), (25,), (2, 3), (4, 1), (3, 9), (2, 2, 3), (1, 2, 1, 2), (6, 20)]
    for _ in range(330):
        dtype = str(rng.choice(DTYPES, p=[0.05] * 7 + [0.4, 0.25]))
        shape = shapes[rng.integers(0, len(shapes))]
        emit(np.reshape(values(rng, dtype, int(np.prod(shape))), shape))
    small(rng, shapes)


def small(rng, shapes):
    for dtype in ("float16", ml_dtypes.bfloat16):
        emit(np.zeros((), dtype))
        emit(np.ones((2, 2), dtype))
        for special in (np.nan, np.inf, -np.inf, -0.0, 6e-8, 65504.0, 2049.0, 0.1, 1000.0):
            emit(np.array([special, 0.5], dtype))
        for _ in range(40):
            shape = shapes[rng.integers(0, len(shapes))]
            with np.errstate(over="ignore"):
                emit(np.reshape(values(rng, dtype, int(np.prod(shape))), shape))


main()
