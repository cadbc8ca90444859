"""One peer of ./sparrow bench peers: times workloads on request.

Usage: peer.py NAME THREADS. Reads one JSON object a line from standard input,
{"workload": str, "n": int, "dtype": "float32" | "float64", "millis": int}, and answers with one line:
{"us": median microseconds of a call}, {"unsupported": reason} or {"error": text}. The first line it writes
says {"peer": name and version} or {"absent": reason}. THREADS is 1 or 0 for all cores; one thread is
enforced by binding the process to one processor before anything is imported.
"""

import json
import os
import statistics
import sys
import time

PEER, THREADS = sys.argv[1], int(sys.argv[2])
if THREADS == 1:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS",
                 "NUMBA_NUM_THREADS"):
        os.environ[name] = "1"
# Sparrow's JVM touches its heap before anything is timed, and so does this process: told by its environment
# to keep what is freed, the C library hands out these pages from now on.
bytearray(1 << 30)
# Written for old processors; a current OpenBLAS chooses its kernels by itself.
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
os.environ.setdefault("JAX_PLATFORMS", "cpu")


class Unsupported(Exception):
    """This peer does not do this workload."""


def say(answer):
    print(json.dumps(answer), flush=True)


def black_scholes(lib, s, k, t, erf):
    r, v = 0.05, 0.2
    sd = v * lib.sqrt(t)
    d1 = (lib.log(s / k) + (r + v * v / 2) * t) / sd
    d2 = d1 - sd
    cdf = lambda x: 0.5 * (1 + erf(x * 0.7071067811865476))
    return s * cdf(d1) - k * lib.exp(-r * t) * cdf(d2)


def polynomial(x):
    p = x * 0.1 + 0.2
    for i in range(9):
        p = p * x + (0.3 + 0.1 * i)
    return p



DRAWS = ("bits", "uniform", "normal", "mean_normal", "exponential", "gamma", "bernoulli", "randint",
         "permutation", "choice")


def odds(np, n):
    """Unequal odds of n items."""
    p = np.arange(1, n + 1, dtype=np.float64)
    return p / p.sum()


class NumpyPeer:
    """NumPy, whose draws come from PCG64, or draws alone from Philox."""

    def __init__(self, philox=False):
        import numpy
        self.np = numpy
        self.philox = philox
        self.name = "numpy " + numpy.__version__ + (" Philox" if philox else " PCG64")
        try:
            from scipy.special import erf
            self.erf = erf
        except ImportError:
            self.erf = None

    def prepare(self, workload, n, dtype):
        np = self.np
        if workload in DRAWS:
            return self.draw(workload, n, dtype)
        if self.philox:
            raise Unsupported("draws only")
        rng = np.random.default_rng(0)
        normal = lambda *shape: rng.standard_normal(shape).astype(dtype)
        uniform = lambda lo, hi, *shape: rng.uniform(lo, hi, shape).astype(dtype)
        x = lambda: normal(n)
        side = max(1, int(round(n ** 0.5)))
        if workload == "selu":
            a = x()
            return lambda: np.where(a > 0, a, np.exp(a) * 1.67 - 1.67) * 1.05
        if workload == "axpy":
            a, b = x(), x()
            return lambda: a * dtype_scalar(np, dtype, 2.5) + b
        if workload == "poly10":
            a = uniform(-1, 1, n)
            return lambda: polynomial(a)
        if workload == "exp":
            a = x()
            return lambda: np.exp(a)
        if workload == "black_scholes":
            if self.erf is None:
                raise Unsupported("needs scipy")
            s, k, t = uniform(80, 120, n), uniform(80, 120, n), uniform(0.2, 2, n)
            return lambda: black_scholes(np, s, k, t, self.erf)
        if workload == "sin_cos_tanh":
            a = x()
            return lambda: np.sin(a) * np.cos(a) + np.tanh(a)
        if workload == "sum":
            a = x()
            return lambda: a.sum()
        if workload == "mean_var":
            a = x()
            return lambda: (a.mean(), a.var())
        if workload == "masked_sum":
            a = x()
            return lambda: np.where(a > 0, a, 0).sum()
        if workload == "softmax_rows":
            a = normal(side, side)

            def softmax():
                e = np.exp(a - a.max(axis=1, keepdims=True))
                return e / e.sum(axis=1, keepdims=True)
            return softmax
        if workload == "logsumexp_rows":
            a = normal(side, side)

            def lse():
                m = a.max(axis=1)
                return np.log(np.exp(a - m[:, None]).sum(axis=1)) + m
            return lse
        if workload == "argmax":
            a = x()
            return lambda: a.argmax()
        if workload == "cumsum":
            a = x()
            return lambda: np.cumsum(a)
        if workload == "sort":
            a = x()
            return lambda: np.sort(a)
        if workload == "argsort":
            a = x()
            return lambda: np.argsort(a, kind="stable")
        if workload == "quantile":
            a = x()
            return lambda: np.quantile(a, 0.9)
        if workload == "unique":
            a = rng.integers(0, max(1, n // 10), n).astype(np.int32)
            return lambda: np.unique(a)
        if workload == "gather":
            a, i = x(), rng.integers(0, n, n).astype(np.int32)
            return lambda: a[i]
        if workload == "segment_sum":
            a, i = x(), rng.integers(0, max(1, n // 100), n).astype(np.int32)
            segments = max(1, n // 100)
            return lambda: np.bincount(i, weights=a, minlength=segments)
        if workload == "searchsorted":
            a, v = np.sort(x()), x()
            return lambda: np.searchsorted(a, v)
        if workload == "histogram":
            a = x()
            return lambda: np.histogram(a, bins=64, range=(-4, 4))
        if workload == "top_k":
            a = x()
            return lambda: np.sort(np.partition(a, len(a) - min(n, 10))[-10:])[::-1]
        if workload == "transpose_copy":
            a = normal(side, side)
            return lambda: np.ascontiguousarray(a.T)
        if workload == "strided":
            a = normal(2 * n)[::2]
            return lambda: a + 1
        if workload == "matmul":
            a, b = normal(n, n), normal(n, n)
            return lambda: a @ b
        if workload == "batched_matmul":
            a, b = normal(n, 16, 16), normal(n, 16, 16)
            return lambda: a @ b
        if workload in ("fft", "fft_rows"):
            shape = (n,) if workload == "fft" else (n, 1024)
            a = (normal(*shape) + 1j * normal(*shape)).astype(np.complex64 if dtype == "float32" else np.complex128)
            return lambda: np.fft.fft(a)
        if workload == "eager_add":
            a = x()
            return lambda: a + 1
        if workload == "chain10":
            a = x()

            def chain():
                y = a
                for _ in range(10):
                    y = y + 1
                return y
            return chain
        raise Unsupported("no such workload here")

    def draw(self, workload, n, dtype):
        np = self.np
        source = np.random.Philox(0) if self.philox else np.random.PCG64(0)
        g = np.random.Generator(source)
        wide = dtype == "float64"
        kind = np.int64 if wide else np.int32
        p = odds(np, 1000)
        return {
            "bits": lambda: source.random_raw(n if wide else (n + 1) // 2),
            "uniform": lambda: g.random(n, dtype=dtype),
            "normal": lambda: g.standard_normal(n, dtype=dtype),
            "mean_normal": lambda: g.standard_normal(n, dtype=dtype).mean(),
            "exponential": lambda: g.standard_exponential(n, dtype=dtype),
            "gamma": lambda: g.standard_gamma(2.5, n, dtype=dtype),
            "bernoulli": lambda: g.random(n, dtype=dtype) < dtype_scalar(np, dtype, 0.3),
            "randint": lambda: g.integers(0, 1000, n, dtype=kind),
            "permutation": lambda: g.permutation(n),
            "choice": lambda: g.choice(1000, n, p=p),
        }[workload]


def dtype_scalar(np, dtype, value):
    return np.float32(value) if dtype == "float32" else value


class JaxPeer:
    def __init__(self):
        import jax
        self.jax = jax
        import numpy
        self.np = numpy
        self.name = "jax " + jax.__version__

    def prepare(self, workload, n, dtype):
        jax, np = self.jax, self.np
        jax.config.update("jax_enable_x64", dtype == "float64")
        import jax.numpy as jnp
        from jax import lax
        rng = np.random.default_rng(0)
        normal = lambda *shape: jnp.asarray(rng.standard_normal(shape).astype(dtype))
        uniform = lambda lo, hi, *shape: jnp.asarray(rng.uniform(lo, hi, shape).astype(dtype))
        ints = lambda hi, size: jnp.asarray(rng.integers(0, hi, size).astype(np.int32))
        side = max(1, int(round(n ** 0.5)))

        def timed(f, *arguments):
            g = jax.jit(f)
            jax.block_until_ready(g(*arguments))
            return lambda: jax.block_until_ready(g(*arguments))

        selu = lambda a: jnp.where(a > 0, a, jnp.exp(a) * 1.67 - 1.67) * 1.05
        if workload == "selu":
            return timed(selu, normal(n))
        if workload == "axpy":
            return timed(lambda a, b: a * 2.5 + b, normal(n), normal(n))
        if workload == "poly10":
            return timed(polynomial, uniform(-1, 1, n))
        if workload == "exp":
            return timed(jnp.exp, normal(n))
        if workload == "black_scholes":
            return timed(lambda s, k, t: black_scholes(jnp, s, k, t, jax.scipy.special.erf),
                         uniform(80, 120, n), uniform(80, 120, n), uniform(0.2, 2, n))
        if workload == "sin_cos_tanh":
            return timed(lambda a: jnp.sin(a) * jnp.cos(a) + jnp.tanh(a), normal(n))
        if workload == "sum":
            return timed(jnp.sum, normal(n))
        if workload == "mean_var":
            return timed(lambda a: (jnp.mean(a), jnp.var(a)), normal(n))
        if workload == "masked_sum":
            return timed(lambda a: jnp.sum(jnp.where(a > 0, a, 0)), normal(n))
        if workload == "softmax_rows":
            return timed(lambda a: jax.nn.softmax(a, axis=1), normal(side, side))
        if workload == "logsumexp_rows":
            return timed(lambda a: jax.nn.logsumexp(a, axis=1), normal(side, side))
        if workload == "argmax":
            return timed(jnp.argmax, normal(n))
        if workload == "cumsum":
            return timed(jnp.cumsum, normal(n))
        if workload == "sort":
            return timed(jnp.sort, normal(n))
        if workload == "argsort":
            return timed(jnp.argsort, normal(n))
        if workload == "quantile":
            return timed(lambda a: jnp.quantile(a, 0.9), normal(n))
        if workload == "unique":
            a = ints(max(1, n // 10), n)
            return lambda: jax.block_until_ready(jnp.unique(a))
        if workload == "gather":
            return timed(lambda a, i: a[i], normal(n), ints(n, n))
        if workload == "segment_sum":
            segments = max(1, n // 100)
            return timed(lambda a, i: jax.ops.segment_sum(a, i, segments), normal(n), ints(segments, n))
        if workload == "searchsorted":
            return timed(jnp.searchsorted, jnp.sort(normal(n)), normal(n))
        if workload == "histogram":
            return timed(lambda a: jnp.histogram(a, bins=64, range=(-4, 4)), normal(n))
        if workload == "top_k":
            return timed(lambda a: lax.top_k(a, min(n, 10)), normal(n))
        if workload == "transpose_copy":
            return timed(lambda a: a.T + 0, normal(side, side))
        if workload == "strided":
            return timed(lambda a: a[::2] + 1, normal(2 * n))
        if workload == "matmul":
            return timed(jnp.matmul, normal(n, n), normal(n, n))
        if workload == "batched_matmul":
            return timed(jnp.matmul, normal(n, 16, 16), normal(n, 16, 16))
        if workload == "conv2d":
            return timed(lambda a, w: lax.conv(a, w, (1, 1), "SAME"), normal(1, 16, n, n), normal(16, 16, 3, 3))
        if workload in ("fft", "fft_rows"):
            shape = (n,) if workload == "fft" else (n, 1024)
            return timed(jnp.fft.fft, lax.complex(normal(*shape), normal(*shape)))
        if workload == "eager_add":
            a = normal(n)
            return lambda: (a + 1).block_until_ready()
        if workload == "chain10":
            a = normal(n)

            def chain():
                y = a
                for _ in range(10):
                    y = y + 1
                return y.block_until_ready()
            return chain
        if workload == "warm_jit_call":
            return timed(lambda a: a + 1, normal(n))
        if workload == "first_call":
            a = normal(n)
            count = iter(range(1, 1 << 30))

            def first():
                c = 1.67 + next(count) * 1e-3
                return jax.block_until_ready(
                    jax.jit(lambda v: jnp.where(v > 0, v, jnp.exp(v) * c - c) * 1.05)(a))
            return first
        if workload == "scan_scalar":
            def scan(c):
                return lax.scan(lambda s, _: (s * 0.999 + 0.5, None), c, None, length=n)[0]
            return timed(scan, jnp.asarray(1, dtype))
        if workload == "mlp_grad":
            w1, b1, w2, b2 = normal(64, 128), normal(128), normal(128, 10), normal(10)
            xs, ys = normal(n, 64), normal(n, 10)

            def loss(p, a, y):
                h = jnp.tanh(a @ p[0] + p[1]) @ p[2] + p[3]
                return jnp.mean((h - y) ** 2)
            step = lambda p, a, y: [q - 0.1 * g for q, g in zip(p, jax.grad(loss)(p, a, y))]
            return timed(step, [w1, b1, w2, b2], xs, ys)
        if workload == "vmap_dot":
            f = lambda w, a: jnp.tanh(jnp.dot(w, a))
            return timed(jax.vmap(f, in_axes=(None, 0)), normal(32), normal(n, 32))
        if workload in DRAWS:
            key = jax.random.key(0)
            kind = np.int64 if dtype == "float64" else np.int32
            p = jnp.asarray(odds(np, 1000).astype(dtype))
            draw = {
                "bits": lambda k: jax.random.bits(k, (n,)),
                "uniform": lambda k: jax.random.uniform(k, (n,), dtype),
                "normal": lambda k: jax.random.normal(k, (n,), dtype),
                "mean_normal": lambda k: jnp.mean(jax.random.normal(k, (n,), dtype)),
                "exponential": lambda k: jax.random.exponential(k, (n,), dtype),
                "gamma": lambda k: jax.random.gamma(k, 2.5, (n,), dtype),
                "bernoulli": lambda k: jax.random.bernoulli(k, jnp.asarray(0.3, dtype), (n,)),
                "randint": lambda k: jax.random.randint(k, (n,), 0, 1000, kind),
                "permutation": lambda k: jax.random.permutation(k, n),
                "choice": lambda k: jax.random.choice(k, 1000, (n,), p=p),
            }[workload]
            return timed(draw, key)
        raise Unsupported("no such workload here")


class TorchPeer:
    def __init__(self, compiled):
        import torch
        self.torch = torch
        self.compiled = compiled
        self.name = "torch " + torch.__version__ + (" compiled" if compiled else " eager")
        if THREADS == 1:
            torch.set_num_threads(1)

    def prepare(self, workload, n, dtype):
        torch = self.torch
        kind = getattr(torch, dtype)
        torch.manual_seed(0)
        normal = lambda *shape: torch.randn(shape, dtype=kind)
        uniform = lambda lo, hi, *shape: torch.rand(shape, dtype=kind) * (hi - lo) + lo
        ints = lambda hi, size: torch.randint(0, hi, (size,))
        side = max(1, int(round(n ** 0.5)))

        def timed(f, *arguments):
            g = torch.compile(f) if self.compiled else f
            with torch.no_grad():
                g(*arguments)

            def call():
                with torch.no_grad():
                    return g(*arguments)
            return call

        if workload == "selu":
            return timed(lambda a: torch.where(a > 0, a, torch.exp(a) * 1.67 - 1.67) * 1.05, normal(n))
        if workload == "axpy":
            return timed(lambda a, b: a * 2.5 + b, normal(n), normal(n))
        if workload == "poly10":
            return timed(polynomial, uniform(-1, 1, n))
        if workload == "exp":
            return timed(torch.exp, normal(n))
        if workload == "black_scholes":
            return timed(lambda s, k, t: black_scholes(torch, s, k, t, torch.erf),
                         uniform(80, 120, n), uniform(80, 120, n), uniform(0.2, 2, n))
        if workload == "sin_cos_tanh":
            return timed(lambda a: torch.sin(a) * torch.cos(a) + torch.tanh(a), normal(n))
        if workload == "sum":
            return timed(torch.sum, normal(n))
        if workload == "mean_var":
            return timed(lambda a: (a.mean(), a.var(correction=0)), normal(n))
        if workload == "masked_sum":
            return timed(lambda a: torch.where(a > 0, a, 0).sum(), normal(n))
        if workload == "softmax_rows":
            return timed(lambda a: torch.softmax(a, 1), normal(side, side))
        if workload == "logsumexp_rows":
            return timed(lambda a: torch.logsumexp(a, 1), normal(side, side))
        if workload == "argmax":
            return timed(torch.argmax, normal(n))
        if workload == "cumsum":
            return timed(lambda a: torch.cumsum(a, 0), normal(n))
        if workload == "sort":
            return timed(lambda a: torch.sort(a).values, normal(n))
        if workload == "argsort":
            return timed(lambda a: torch.argsort(a, stable=True), normal(n))
        if workload == "quantile":
            return timed(lambda a: torch.quantile(a, 0.9), normal(n))
        if workload == "unique":
            return timed(torch.unique, ints(max(1, n // 10), n))
        if workload == "gather":
            return timed(lambda a, i: a[i], normal(n), ints(n, n))
        if workload == "segment_sum":
            segments = max(1, n // 100)
            return timed(lambda a, i: torch.zeros(segments, dtype=kind).index_add(0, i, a), normal(n),
                         ints(segments, n))
        if workload == "searchsorted":
            return timed(torch.searchsorted, normal(n).sort().values, normal(n))
        if workload == "histogram":
            return timed(lambda a: torch.histc(a, 64, -4, 4), normal(n))
        if workload == "top_k":
            return timed(lambda a: torch.topk(a, min(n, 10)), normal(n))
        if workload == "transpose_copy":
            return timed(lambda a: a.T.contiguous(), normal(side, side))
        if workload == "strided":
            return timed(lambda a: a[::2] + 1, normal(2 * n))
        if workload == "matmul":
            return timed(torch.matmul, normal(n, n), normal(n, n))
        if workload == "batched_matmul":
            return timed(torch.matmul, normal(n, 16, 16), normal(n, 16, 16))
        if workload == "conv2d":
            return timed(lambda a, w: torch.nn.functional.conv2d(a, w, padding=1), normal(1, 16, n, n),
                         normal(16, 16, 3, 3))
        if workload in ("fft", "fft_rows"):
            shape = (n,) if workload == "fft" else (n, 1024)
            return timed(torch.fft.fft, torch.complex(normal(*shape), normal(*shape)))
        if workload == "eager_add":
            return timed(lambda a: a + 1, normal(n))
        if workload == "uniform":
            return timed(lambda: torch.rand(n, dtype=kind))
        if workload == "normal":
            return timed(lambda: torch.randn(n, dtype=kind))
        if workload == "mean_normal":
            return timed(lambda: torch.randn(n, dtype=kind).mean())
        whole = torch.int64 if dtype == "float64" else torch.int32
        if workload == "exponential":
            return timed(lambda: torch.empty(n, dtype=kind).exponential_())
        if workload == "gamma":
            a = torch.full((n,), 2.5, dtype=kind)
            return timed(lambda: torch._standard_gamma(a))
        if workload == "bernoulli":
            return timed(lambda: torch.empty(n, dtype=torch.bool).bernoulli_(0.3))
        if workload == "randint":
            return timed(lambda: torch.randint(0, 1000, (n,), dtype=whole))
        if workload == "permutation":
            return timed(lambda: torch.randperm(n))
        if workload == "choice":
            import numpy
            p = torch.tensor(odds(numpy, 1000), dtype=kind)
            return timed(lambda: torch.multinomial(p, n, replacement=True))
        raise Unsupported("no such workload here")


class NumexprPeer:
    def __init__(self):
        import numexpr
        import numpy
        self.ne, self.np = numexpr, numpy
        self.name = "numexpr " + numexpr.__version__

    def prepare(self, workload, n, dtype):
        rng = self.np.random.default_rng(0)
        a = rng.standard_normal(n).astype(dtype)
        b = rng.standard_normal(n).astype(dtype)
        x = rng.uniform(-1, 1, n).astype(dtype)
        programs = {
            "selu": "where(a > 0, a, exp(a) * 1.67 - 1.67) * 1.05",
            "axpy": "a * 2.5 + b",
            "exp": "exp(a)",
            "poly10": polynomial_text(),
            "sin_cos_tanh": "sin(a) * cos(a) + tanh(a)",
            "sum": "sum(a)",
            "masked_sum": "sum(where(a > 0, a, 0))",
        }
        if workload not in programs:
            raise Unsupported("no such workload here")
        text = programs[workload]
        names = {"a": a, "b": b, "x": x}
        used = {name: names[name] for name in self.ne.NumExpr(text).input_names}
        return lambda: self.ne.evaluate(text, local_dict=used, global_dict={})


def polynomial_text():
    text = "(x * 0.1 + 0.2)"
    for i in range(9):
        text = "(" + text + " * x + " + repr(0.3 + 0.1 * i) + ")"
    return text


class NumbaPeer:
    def __init__(self):
        import numba
        import numpy
        self.numba, self.np = numba, numpy
        self.name = "numba " + numba.__version__

    def prepare(self, workload, n, dtype):
        import math
        np, numba = self.np, self.numba
        jit = numba.njit(fastmath=False, parallel=THREADS != 1)
        rng = np.random.default_rng(0)
        a = rng.standard_normal(n).astype(dtype)
        b = rng.standard_normal(n).astype(dtype)
        if workload == "selu":
            f = jit(lambda v: np.where(v > 0, v, np.exp(v) * 1.67 - 1.67) * 1.05)
            call = lambda: f(a)
        elif workload == "axpy":
            f = jit(lambda v, w: v * 2.5 + w)
            call = lambda: f(a, b)
        elif workload == "exp":
            f = jit(lambda v: np.exp(v))
            call = lambda: f(a)
        elif workload == "sin_cos_tanh":
            f = jit(lambda v: np.sin(v) * np.cos(v) + np.tanh(v))
            call = lambda: f(a)
        elif workload == "sum":
            f = jit(lambda v: v.sum())
            call = lambda: f(a)
        elif workload == "scan_scalar":
            def loop(steps):
                s = 1.0
                for _ in range(steps):
                    s = s * 0.999 + 0.5
                return s
            f = jit(loop)
            call = lambda: f(n)
        else:
            raise Unsupported("no such workload here")
        call()
        return call


PEERS = {
    "numpy": NumpyPeer,
    "numpy-philox": lambda: NumpyPeer(philox=True),
    "jax": JaxPeer,
    "torch": lambda: TorchPeer(False),
    "torch-compiled": lambda: TorchPeer(True),
    "numexpr": NumexprPeer,
    "numba": NumbaPeer,
}


def median_us(call, millis):
    """Median time of a call, in samples of at least 20 microseconds, for about so many milliseconds."""
    begin = time.perf_counter_ns()
    call()
    once = max(time.perf_counter_ns() - begin, 1)
    calls = max(1, 20_000 // once)
    samples = []
    end = time.perf_counter_ns() + millis * 1_000_000
    while not samples or time.perf_counter_ns() < end:
        begin = time.perf_counter_ns()
        for _ in range(calls):
            call()
        samples.append((time.perf_counter_ns() - begin) / calls)
    return statistics.median(samples) / 1000


def main():
    try:
        peer = PEERS[PEER]()
    except ImportError as missing:
        say({"absent": str(missing)})
        return
    say({"peer": peer.name})
    prepared = {}
    for line in sys.stdin:
        request = json.loads(line)
        which = (request["workload"], request["n"], request["dtype"])
        try:
            if which not in prepared:
                prepared.clear()
                prepared[which] = peer.prepare(*which)
            say({"us": median_us(prepared[which], request["millis"])})
        except Unsupported as reason:
            say({"unsupported": str(reason)})
        except Exception as failure:  # reported, not hidden: the table shows it
            say({"error": type(failure).__name__ + ": " + str(failure)[:200]})


main()
