package dev.sparrow.jit.fuse;

import dev.sparrow.graph.Graph;
import dev.sparrow.graph.GraphChecker;
import java.util.List;

/** The rewritings between a traced graph and its fusion, in order. */
public final class Pipeline {
  static final List<Pass> PASSES =
      List.of(
          new Pass("inline calls", InlineCalls::apply),
          new Pass("rewrite inside loops and branches", RewriteInside::apply),
          new Pass("combine updates", CombineUpdates::apply),
          new Pass("split complex numbers", SplitComplex::apply),
          new Pass("drop identities", DropIdentities::apply),
          new Pass("share common subexpressions", CommonSubexpressions::apply),
          new Pass("lift barriers", LiftBarriers::apply),
          new Pass("drop unused equations", DropUnused::apply));

  private Pipeline() {}

  /**
   * Runs every pass.
   *
   * @param graph a traced graph
   * @return an equivalent graph without calls
   */
  public static Graph run(Graph graph) {
    Graph rewritten = graph;
    for (Pass pass : PASSES) {
      rewritten = pass.rewrite().apply(rewritten);
      assert GraphChecker.check(rewritten) != null : pass.name();
    }
    return rewritten;
  }
}
