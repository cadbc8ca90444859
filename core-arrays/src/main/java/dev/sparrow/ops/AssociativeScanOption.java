package dev.sparrow.ops;

/** How {@link ControlFlow#associativeScan} goes through its elements. */
public sealed interface AssociativeScanOption {
  /**
   * From the last element to the first.
   *
   * @return the option
   */
  static AssociativeScanOption reverse() {
    return new Reverse();
  }

  /**
   * Along another axis than the first.
   *
   * @param axis the axis, negative from the end
   * @return the option
   */
  static AssociativeScanOption axis(int axis) {
    return new Axis(axis);
  }

  /** From the last element to the first. */
  record Reverse() implements AssociativeScanOption {}

  /**
   * Along another axis than the first.
   *
   * @param axis the axis
   */
  record Axis(int axis) implements AssociativeScanOption {}
}
