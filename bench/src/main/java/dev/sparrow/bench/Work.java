package dev.sparrow.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What one call of a benchmark does, so that its time can be put into units that compare. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Work {
  /** {@return elements computed by one call} */
  long elements();

  /**
   * {@return bytes of input read and of results written for one element, temporaries not counted}
   */
  int bytesPerElement();

  /** {@return what the call does, for the list of benchmarks} */
  String what();
}
