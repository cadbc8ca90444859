package dev.sparrow.ops;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Literal;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The constants that Java numbers became lately, by number and dtype: {@code x.add(1)} in a loop
 * makes one array of the 1. For operands only, which users never see. Holds nothing alive.
 */
final class Constants {
  private static final int PLACES = 256;

  private static final AtomicReferenceArray<@Nullable Entry> PLACE =
      new AtomicReferenceArray<>(PLACES);

  private Constants() {}

  private record Entry(
      Literal exact, DType dtype, boolean weak, WeakReference<ConcreteArray> array) {
    @Nullable ConcreteArray match(Literal wanted, DType wantedDType, boolean wantedWeak) {
      return dtype == wantedDType
              && weak == wantedWeak
              && exact.bits() == wanted.bits()
              && exact.type().dtype() == wanted.type().dtype()
          ? array.get()
          : null;
    }
  }

  /**
   * A number as a rank-0 array.
   *
   * @param exact the number
   * @param dtype dtype of the array
   * @param weak whether it is weak
   * @return the array, not to be closed
   */
  static ConcreteArray of(Literal exact, DType dtype, boolean weak) {
    long mixed = (exact.bits() * 31 + dtype.bytes()) * 0x9E37_79B9_7F4A_7C15L;
    int place = (int) (mixed >>> 56) & PLACES - 1;
    Entry entry = PLACE.get(place);
    ConcreteArray known = entry == null ? null : entry.match(exact, dtype, weak);
    if (known != null && !known.isDeleted()) {
      return known;
    }
    ConcreteArray made = ConcreteArray.scalar(exact.convert(dtype, weak));
    PLACE.set(place, new Entry(exact, dtype, weak, new WeakReference<>(made)));
    return made;
  }
}
