package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.convert;
import static dev.sparrow.jit.lower.LaneOps.eq;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.sqrt;
import static dev.sparrow.jit.lower.LaneOps.sub;

/**
 * Inverse of the error function, with the bits of JAX on CPU: the polynomials of M. Giles,
 * "Approximating the erfinv function" (GPU Computing Gems, 2010), in w = -log(1 - x^2), as XLA
 * evaluates them. For binary32, x^2 is rounded, the logarithm is correctly rounded (so it is taken
 * in binary64) and each Horner step is a fused multiply-add. -1 and 1 give infinities, beyond them
 * NaN.
 */
final class InverseError {
  /** Highest power first, in w - 2.5. */
  private static final double[] F32_BELOW_5 = {
    0x1.e2cb1p-26, // 2.81022636e-08
    0x1.70966cp-22, // 3.43273939e-07
    -0x1.d8e6aep-19, // -3.5233877e-06
    -0x1.26b582p-18, // -4.39150654e-06
    0x1.ca65b6p-13, // 0.00021858087
    -0x1.48a81p-10, // -0.00125372503
    -0x1.11c9dep-8, // -0.00417768164
    0x1.f91ec6p-3, // 0.246640727
    0x1.805c5ep0 // 1.50140941
  };

  /** In sqrt(w) - 3. */
  private static final double[] F32_FROM_5 = {
    -0x1.a3e136p-13, // -0.000200214257
    0x1.a76ad6p-14, // 0.000100950558
    0x1.61b8e4p-10, // 0.00134934322
    -0x1.e17bcep-9, // -0.00367342844
    0x1.7824f6p-8, // 0.00573950773
    -0x1.f38baep-8, // -0.0076224613
    0x1.354afcp-7, // 0.00943887047
    0x1.006db6p0, // 1.00167406
    0x1.6a9efcp1 // 2.83297682
  };

  /** In w - 3.125. */
  private static final double[] F64_BELOW_6_25 = {
    -0x1.135d2e746e627p-68, // -3.6444120640178196996e-21
    -0x1.8ddf93324d327p-63, // -1.685059138182016589e-19
    0x1.7b83eef0b7c9fp-60, // 1.2858480715256400167e-18
    0x1.9ba72cd589b91p-57, // 1.115787767802518096e-17
    -0x1.33689090a6b96p-53, // -1.333171662854620906e-16
    0x1.82e11898132ep-56, // 2.0972767875968561637e-17
    0x1.de4acfd9e26bap-48, // 6.6376381343583238325e-15
    -0x1.6d33eed66c487p-45, // -4.0545662729752068639e-14
    -0x1.6f2167040d8e2p-44, // -8.1519341976054721522e-14
    0x1.72a22c2d77e2p-39, // 2.6335093153082322977e-12
    -0x1.c8859c4e5c0afp-37, // -1.2975133253453532498e-11
    -0x1.dc583d118a561p-35, // -5.4154120542946279317e-11
    0x1.20f47ccf46b3cp-30, // 1.051212273321532285e-09
    -0x1.1a9e38dc84d6p-28, // -4.1126339803469836976e-09
    -0x1.f36cd6d3d46a9p-26, // -2.9070369957882005086e-08
    0x1.c6b4f5d03b787p-22, // 4.2347877827932403518e-07
    -0x1.6e8a5434ae8a2p-20, // -1.3654692000834678645e-06
    -0x1.d1d1f7b8736f6p-17, // -1.3882523362786468719e-05
    0x1.879c2a212f024p-13, // 0.0001867342080340571352
    -0x1.845769484fca8p-11, // -0.00074070253416626697512
    -0x1.8b6c33114f909p-8, // -0.0060336708714301490533
    0x1.ebd80d9b13e28p-3, // 0.24015818242558961693
    0x1.a755e7c99ae86p0 // 1.6536545626831027356
  };

  /** In sqrt(w) - 3.25. */
  private static final double[] F64_BELOW_16 = {
    0x1.3040f87dbd932p-29, // 2.2137376921775787049e-09
    0x1.85cbe52878635p-24, // 9.0756561938885390979e-08
    -0x1.2777453dd3955p-22, // -2.7517406297064545428e-07
    0x1.395abcd554c6cp-26, // 1.8239629214389227755e-08
    0x1.936388a3790adp-20, // 1.5027403968909827627e-06
    -0x1.0d5db812b5083p-18, // -4.013867526981545969e-06
    0x1.8860cd5d652f6p-19, // 2.9234449089955446044e-06
    0x1.a29a0cacdfb23p-17, // 1.2475304481671778723e-05
    -0x1.8cef1f80281f2p-15, // -4.7318229009055733981e-05
    0x1.1e684d0b9188ap-14, // 6.8284851459573175448e-05
    0x1.932cd54c8a222p-16, // 2.4031110387097893999e-05
    -0x1.7448a89ef8aa3p-12, // -0.0003550375203628474796
    0x1.f3cc55ad40c25p-11, // 0.00095328937973738049703
    -0x1.ba924132f38b1p-10, // -0.0016882755560235047313
    0x1.468eeca533cf8p-9, // 0.0024914420961078508066
    -0x1.ebadabb891bbdp-9, // -0.0037512085075692412107
    0x1.5ffcfe5b76afcp-8, // 0.005370914553590063617
    0x1.0158a6d641d39p0, // 1.0052589676941592334
    0x1.8abcc380d5a48p1 // 3.0838856104922207635
  };

  /** In sqrt(w) - 5. */
  private static final double[] F64_FROM_16 = {
    -0x1.dcec3a7785389p-36, // -2.7109920616438573243e-11
    -0x1.18feec0e38727p-32, // -2.5556418169965252055e-10
    0x1.9e6bf2dda45e3p-30, // 1.5076572693500548083e-09
    -0x1.0468fb24e2f5fp-28, // -3.7894654401267369937e-09
    0x1.05ac6a8fba182p-27, // 7.6157012080783393804e-09
    -0x1.0102e495fb9cp-26, // -1.4960026627149240478e-08
    0x1.f4c20e1334af8p-26, // 2.9147953450901080826e-08
    -0x1.22d220fdf9c3ep-24, // -6.7711997758452339498e-08
    0x1.ebc8bb824cb54p-23, // 2.2900482228026654717e-07
    -0x1.0a8d40ea372ccp-20, // -9.9298272942317002539e-07
    0x1.2fbd29d093d2bp-18, // 4.5260625972231537039e-06
    -0x1.4a3497e1e0facp-16, // -1.9681778105531670567e-05
    0x1.3ebf4eb00938fp-14, // 7.5995277030017761139e-05
    -0x1.c2f36a8fc5d53p-13, // -0.00021503011930044477347
    -0x1.22ea5df04047cp-13, // -0.00013871931833623122026
    0x1.02a30d1fba0dcp0, // 1.0103004648645343977
    0x1.3664ddd1ad7fbp2 // 4.8499064014085844221
  };

  private InverseError() {}

  /** erf_inv(x). */
  static KernelExpr erfInv(KernelExpr x) {
    KernelExpr negativeSquare = mul(neg(x), x);
    KernelExpr result = x.type() == LaneType.F32 ? f32(x, negativeSquare) : f64(x, negativeSquare);
    KernelExpr infinite = mul(FloatFormat.of(x.type()).infinity(), x);
    return select(eq(abs(x), number(1, x.type())), infinite, result);
  }

  private static KernelExpr f32(KernelExpr x, KernelExpr negativeSquare) {
    KernelExpr wide = Logarithm.log1p(convert(negativeSquare, LaneType.F64));
    KernelExpr w = neg(convert(wide, LaneType.F32));
    KernelExpr central = Polynomial.horner(sub(w, LaneOps.f32(2.5f)), F32_BELOW_5);
    KernelExpr tail = Polynomial.horner(sub(sqrt(w), LaneOps.f32(3)), F32_FROM_5);
    return mul(select(lt(w, LaneOps.f32(5)), central, tail), x);
  }

  private static KernelExpr f64(KernelExpr x, KernelExpr negativeSquare) {
    KernelExpr w = neg(Logarithm.log1p(negativeSquare));
    KernelExpr root = sqrt(w);
    KernelExpr central = Polynomial.horner(sub(w, LaneOps.f64(3.125)), F64_BELOW_6_25);
    KernelExpr middle = Polynomial.horner(sub(root, LaneOps.f64(3.25)), F64_BELOW_16);
    KernelExpr tail = Polynomial.horner(sub(root, LaneOps.f64(5)), F64_FROM_16);
    KernelExpr outer = select(lt(w, LaneOps.f64(16)), middle, tail);
    return mul(select(lt(w, LaneOps.f64(6.25)), central, outer), x);
  }
}
