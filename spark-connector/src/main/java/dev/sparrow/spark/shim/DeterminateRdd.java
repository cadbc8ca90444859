package dev.sparrow.spark.shim;

import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.DeterministicLevel;
import org.apache.spark.rdd.RDD;
import scala.Enumeration;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;

/**
 * Declares that a partition computed again has the same elements in the same order. Spark cannot
 * know that of a shuffle whose reader puts the pieces in order; without the declaration it would
 * run whole stages again after a lost block.
 */
public final class DeterminateRdd<T> extends RDD<T> {
  private static final long serialVersionUID = 1L;

  private final RDD<T> parent;
  private final boolean sourceIsDeterminate;

  /**
   * @param parent the RDD that the declaration is about
   * @param sourceIsDeterminate whether what it was made from is determinate; if not, the result is
   *     declared indeterminate, so that Spark does run whole stages again
   */
  public DeterminateRdd(RDD<T> parent, boolean sourceIsDeterminate) {
    super(parent, ClassTag$.MODULE$.apply(Object.class));
    this.parent = parent;
    this.sourceIsDeterminate = sourceIsDeterminate;
  }

  @Override
  public Iterator<T> compute(Partition split, TaskContext context) {
    return parent.iterator(split, context);
  }

  @Override
  public Partition[] getPartitions() {
    return parent.partitions();
  }

  @Override
  public Enumeration.Value getOutputDeterministicLevel() {
    return sourceIsDeterminate
        ? DeterministicLevel.DETERMINATE()
        : DeterministicLevel.INDETERMINATE();
  }
}
