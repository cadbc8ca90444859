package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.Index;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions that choose each element of their result among several arrays. */
public final class Choosing {
  private Choosing() {}

  /**
   * The array of the first condition that holds, elementwise.
   *
   * @param condlist bool conditions, in order
   * @param choicelist an array for each condition; they broadcast and promote
   * @return the choice; 0 where no condition holds
   */
  public static NDArray select(List<NDArray> condlist, List<NDArray> choicelist) {
    return select(condlist, choicelist, null);
  }

  /**
   * The array of the first condition that holds, elementwise.
   *
   * @param condlist bool conditions, in order
   * @param choicelist an array for each condition; they broadcast and promote
   * @param defaultValue what is taken where no condition holds; null for 0
   * @return the choice
   */
  @JaxName("select")
  public static NDArray select(
      List<NDArray> condlist, List<NDArray> choicelist, @Nullable NDArray defaultValue) {
    if (condlist.size() != choicelist.size()) {
      throw new ShapeException(
          "select: condlist must have length equal to choicelist ("
              + condlist.size()
              + " vs "
              + choicelist.size()
              + ")");
    }
    if (condlist.isEmpty()) {
      throw new ShapeException("select: condlist must be non-empty");
    }
    List<NDArray> values = new ArrayList<>(choicelist);
    values.add(defaultValue == null ? Creation.weak(0) : defaultValue);
    values = Operands.promote("select", values.toArray(NDArray[]::new));
    NDArray chosen = values.getLast();
    for (int i = condlist.size() - 1; i >= 0; i--) {
      NDArray condition = condlist.get(i);
      if (condition.dtype() != DType.BOOL) {
        throw new DTypeException(
            "select: conditions must be bool, got " + condition.type() + " at position " + i);
      }
      chosen = Logic.where(condition, values.get(i), chosen);
    }
    return chosen;
  }

  /**
   * Element i of {@code choices[a[i]]}, for every i.
   *
   * @param a which choice, integers
   * @param choices arrays; all broadcast with {@code a}
   * @return the choice
   * @throws IndexOutOfBoundsException if an element of {@code a} names no choice
   */
  public static NDArray choose(NDArray a, List<NDArray> choices) {
    return choose(a, choices, null);
  }

  /**
   * Element i of {@code choices[a[i]]}, for every i.
   *
   * @param a which choice, integers
   * @param choices arrays; all broadcast with {@code a}
   * @param mode WRAP, CLIP, or RAISE or null to refuse numbers of no choice, which values must tell
   * @return the choice
   * @throws IndexOutOfBoundsException if an element of {@code a} is refused
   */
  @JaxName("choose")
  public static NDArray choose(NDArray a, List<NDArray> choices, @Nullable IndexMode mode) {
    if (choices.isEmpty()) {
      throw new ShapeException("choose: needs at least one choice");
    }
    if (!a.dtype().isInteger()) {
      throw new DTypeException("choose: a must be integers, got " + a.type());
    }
    NDArray which = bounded("choose", a, choices.size(), mode);
    Shape shape = which.shape();
    for (NDArray choice : choices) {
      shape = shape.broadcast("choose", choice.shape());
    }
    List<NDArray> rows = new ArrayList<>();
    for (NDArray choice : choices) {
      rows.add(Lax.broadcastTo(choice, shape));
    }
    NDArray table = Shaping.stack(rows, 0);
    NDArray row = Lax.broadcastTo(which, shape);
    NDArray one = Lax.reshape(row, shape.insert(0, 1));
    return Lax.reshape(
        Taking.takeAlongAxis(table, one, 0, IndexMode.PROMISE_IN_BOUNDS, null), shape);
  }

  /** Positions below a bound, by a mode that says what becomes of others. */
  static NDArray bounded(String operation, NDArray x, long extent, @Nullable IndexMode mode) {
    return switch (mode == null ? IndexMode.RAISE : mode) {
      case WRAP -> Taking.wrapped(x, extent);
      case CLIP -> Arithmetic.clip(x, Creation.weak(0), Creation.weak(extent - 1));
      case RAISE -> {
        if (x.size() > 0 && (x.min().toLong() < 0 || x.max().toLong() >= extent)) {
          throw new IndexOutOfBoundsException(
              operation
                  + ": indices from "
                  + x.min().toLong()
                  + " to "
                  + x.max().toLong()
                  + " do not lie below "
                  + extent
                  + "; use mode CLIP or WRAP");
        }
        yield x;
      }
      case FILL, DROP, PROMISE_IN_BOUNDS ->
          throw new IllegalArgumentException(
              operation + ": unknown mode " + mode + "; use RAISE, WRAP or CLIP");
    };
  }

  /**
   * A function defined in pieces: where a condition holds, its function of x; of several that hold
   * the last counts. All are computed everywhere.
   *
   * @param x operand
   * @param condlist bool conditions
   * @param funclist a function for each condition, and maybe one more for where none holds
   * @return an array of the dtype of x; 0 where nothing applies
   */
  public static NDArray piecewise(
      NDArray x, List<NDArray> condlist, List<UnaryOperator<NDArray>> funclist) {
    if (funclist.size() != condlist.size() && funclist.size() != condlist.size() + 1) {
      throw new ShapeException(
          "piecewise: with "
              + condlist.size()
              + " condition(s), either "
              + condlist.size()
              + " or "
              + (condlist.size() + 1)
              + " functions are expected; got "
              + funclist.size());
    }
    NDArray result = Creation.zerosLike(x);
    if (funclist.size() > condlist.size()) {
      result = value(x, funclist.getLast());
    }
    for (int i = 0; i < condlist.size(); i++) {
      result = Logic.where(Operands.truth(condlist.get(i)), value(x, funclist.get(i)), result);
    }
    return result;
  }

  private static NDArray value(NDArray x, UnaryOperator<NDArray> function) {
    return Lax.convert(function.apply(x), x.dtype());
  }

  /**
   * A function of constant pieces: where a condition holds, its value; of several that hold the
   * last counts.
   *
   * @param x operand, of which only shape and dtype matter
   * @param condlist bool conditions
   * @param funclist a number for each condition, and maybe one more for where none holds
   * @return an array of the dtype of x; 0 where nothing applies
   */
  @JaxName("piecewise")
  public static NDArray piecewise(NDArray x, List<NDArray> condlist, double... funclist) {
    List<UnaryOperator<NDArray>> constants = new ArrayList<>();
    for (double value : funclist) {
      constants.add(of -> Creation.full(of.shape(), value, of.dtype()));
    }
    return piecewise(x, condlist, constants);
  }

  /**
   * Case k elementwise, where {@code which} is k.
   *
   * @param which bool for two cases, or integers, clamped to the cases there are; of the cases'
   *     shape or a scalar
   * @param cases arrays of one type
   * @return the choice
   */
  @JaxName("lax.select_n")
  public static NDArray selectN(NDArray which, NDArray... cases) {
    if (cases.length == 0) {
      throw new ShapeException("select_n: must have at least one case");
    }
    for (NDArray each : cases) {
      if (!each.shape().equals(cases[0].shape()) || each.dtype() != cases[0].dtype()) {
        throw new ShapeException(
            "select_n: cases must have the same shapes and dtypes, got "
                + cases[0].type()
                + " and "
                + each.type());
      }
    }
    if (which.rank() != 0 && !which.shape().equals(cases[0].shape())) {
      throw new ShapeException(
          "select_n: which must be scalar or have the same shape as the cases, got "
              + which.type()
              + " for "
              + cases[0].type());
    }
    if (which.dtype() == DType.BOOL) {
      if (cases.length > 2) {
        throw new DTypeException(
            "select_n: bool chooses among two cases, not " + cases.length + "; use integers");
      }
      return cases.length == 1 ? cases[0] : Lax.select(which, cases[1], cases[0]);
    }
    if (which.dtype() != DType.INT32) {
      throw new DTypeException("select_n: which must be bool or int32, got " + which.type());
    }
    NDArray chosen = cases[0];
    for (int i = 1; i < cases.length; i++) {
      chosen = Lax.select(Logic.greaterEqual(which, Creation.weak(i)), cases[i], chosen);
    }
    return chosen;
  }

  /**
   * Chooses elementwise between arrays of one type.
   *
   * @param pred bool, of the arrays' shape or a scalar
   * @param onTrue taken where it holds
   * @param onFalse taken elsewhere
   * @return the choice
   */
  @JaxName("lax.select")
  public static NDArray select(NDArray pred, NDArray onTrue, NDArray onFalse) {
    return selectN(pred, onFalse, onTrue);
  }

  /**
   * x indexed by the open mesh of some positions: {@code x[ix_(a, b)]}.
   *
   * @param x operand
   * @param positions one array of one axis for each leading axis of x; bool ones are masks
   * @return the elements at all combinations
   */
  @JaxName("ix")
  public static NDArray mesh(NDArray x, NDArray... positions) {
    List<NDArray> open = IndexArrays.ix(positions);
    return x.get(open.stream().map(Index::take).toArray(Index[]::new));
  }
}
