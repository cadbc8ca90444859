"""Makes gradients.jsonl: what JAX gives as gradients of draws with respect to their parameters.

    pip install "jax[cpu]==0.10.2"
    python gradients.py > gradients.jsonl

A line is one sampler with parameters of one dtype: the gradient, for each parameter, of the sum of the
draw's elements times the weights (i % 7 + 1) / 4, i being the place in row-major order. Numbers are
written so that they read back as they were.
"""

import json
import os

os.environ["JAX_PLATFORMS"] = "cpu"
import jax
import jax.numpy as jnp
import numpy as np

SHAPES = [0.01, 0.05, 0.2, 0.5, 0.9, 1.0, 1.5, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0]
OTHERS = [2.5, 0.4, 1.25, 7.0, 0.75, 3.5, 0.3, 12.0, 2.0, 1.0, 50.0, 0.6, 20.0]
LOCS = [-1.5, 0.25, 3.0, 0.0, -0.5, 2.0]
SCALES = [0.5, 1.0, 2.5, 4.0, 0.1, 3.0]
MEANS = [0.3, 1.0, 4.0, 0.5, 2.0, 9.0]
COV = [[2.0, 0.5, 0.25], [0.5, 1.0, -0.25], [0.25, -0.25, 1.5]]

r = jax.random


def cases():
    """Name, parameters, leading shape of the draw or None, sampler of (key, shape, dtype, *parameters)."""
    one = lambda f: lambda k, s, t, *p: f(k, *p, shape=s, dtype=t)
    plain = lambda f: lambda k, s, t, loc, scale: loc + scale * f(k, s, t)
    yield "gamma", [SHAPES], None, one(r.gamma)
    yield "gamma of a scalar", [2.5], (5,), one(r.gamma)
    yield "gamma broadcast", [SHAPES[3:9]], (4, 6), one(r.gamma)
    # JAX takes exp of a float32 logarithm, which is 0 where the parameter is smaller still.
    yield "loggamma", [SHAPES[2:]], None, one(r.loggamma)
    yield "beta", [SHAPES, OTHERS], None, one(r.beta)
    yield "dirichlet", [OTHERS[:5]], (3,), one(r.dirichlet)
    yield "chisquare", [SHAPES], None, one(r.chisquare)
    yield "t", [SHAPES[3:]], None, one(r.t)
    yield "f", [SHAPES[2:], OTHERS[2:]], None, one(r.f)
    yield "generalized_normal", [1.5], (6,), one(r.generalized_normal)
    yield "ball", [1.5], (4,), lambda k, s, t, p: r.ball(k, 3, p, s, t)
    yield "uniform", [LOCS, SCALES], (6,), lambda k, s, t, lo, w: r.uniform(k, s, t, lo, lo + w)
    yield "normal", [LOCS, SCALES], (6,), plain(r.normal)
    yield "exponential", [LOCS, SCALES], (6,), plain(r.exponential)
    yield "laplace", [LOCS, SCALES], (6,), plain(r.laplace)
    yield "logistic", [LOCS, SCALES], (6,), plain(r.logistic)
    yield "cauchy", [LOCS, SCALES], (6,), plain(r.cauchy)
    yield "gumbel", [LOCS, SCALES], (6,), plain(r.gumbel)
    yield "maxwell", [LOCS, SCALES], (6,), plain(r.maxwell)
    yield "double_sided_maxwell", [LOCS, SCALES], (2,), one(r.double_sided_maxwell)
    yield "truncated_normal", [LOCS, [x + w for x, w in zip(LOCS, SCALES)]], None, one(r.truncated_normal)
    yield "lognormal", [SCALES], None, one(r.lognormal)
    yield "pareto", [SCALES], None, one(r.pareto)
    yield "rayleigh", [SCALES], None, one(r.rayleigh)
    yield "weibull_min", [SCALES, MEANS], (6,), one(r.weibull_min)
    yield "triangular", [LOCS, [x + 0.5 for x in LOCS], [x + 2.0 for x in LOCS]], None, one(r.triangular)
    yield "wald", [MEANS], None, one(r.wald)
    yield "multivariate_normal", [[1.0, -2.0, 0.5], COV], (4,), one(r.multivariate_normal)


def gradients(draw, shape, dtype, parameters):
    key = jax.random.key(7)

    def loss(*p):
        y = draw(key, shape, dtype, *p)
        w = (jnp.arange(y.size, dtype=dtype) % 7 + 1) / 4
        return jnp.sum(y.reshape(-1) * w)

    return jax.grad(loss, argnums=tuple(range(len(parameters))))(*parameters)


def text(x):
    """A number that reads back: the shortest text of its dtype."""
    return float(str(x))


for x64 in (False, True):
    jax.config.update("jax_enable_x64", x64)
    dtype = "float64" if x64 else "float32"
    for name, parameters, shape, draw in cases():
        arrays = [jnp.asarray(p, dtype) for p in parameters]
        grads = gradients(draw, shape, dtype, arrays)
        print(json.dumps({
            "sampler": name,
            "dtype": dtype,
            "shape": shape,
            "parameters": parameters,
            "gradients": [[text(x) for x in np.asarray(g).reshape(-1)] for g in grads],
        }))
