package dev.sparrow.sharding.plan;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Lax;
import dev.sparrow.sharding.Shard;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A graph of a plan and what to pass to it.
 *
 * @param shard the shard it is for; of length 0 for the last graph, which no shard runs
 * @param graph the program
 * @param inputs what each of its inputs is
 */
public record PlannedGraph(Shard shard, Graph graph, List<PlannedInput> inputs) {
  /** Copies the list. */
  public PlannedGraph {
    inputs = List.copyOf(inputs);
  }

  /**
   * The arguments of a call.
   *
   * @param arrays the program's inputs: of a sharded one the shard's piece, of any other the whole
   * @param combined combined values of earlier steps, in the order of {@link ShardPlan#reductions}
   * @return one array for each input of the graph
   */
  public List<NDArray> arguments(List<NDArray> arrays, List<NDArray> combined) {
    List<NDArray> arguments = new ArrayList<>();
    for (PlannedInput input : inputs) {
      arguments.add(
          switch (input) {
            case PlannedInput.Piece(int index) -> arrays.get(index);
            case PlannedInput.Whole(var source) -> array(source, arrays, combined);
            case PlannedInput.Window(var source, int axis) ->
                window(array(source, arrays, combined), axis, shard);
            case PlannedInput.Start(var value) -> ConcreteArray.scalar(value);
          });
    }
    return arguments;
  }

  /**
   * Runs the graph on the current trace.
   *
   * @param arrays as for {@link #arguments}
   * @param combined as for {@link #arguments}
   * @return its results
   */
  public List<NDArray> run(List<NDArray> arrays, List<NDArray> combined) {
    return Trace.current().bind(new Primitive.Call("shard", graph), arguments(arrays, combined));
  }

  private static NDArray array(
      PlannedInput.Source source, List<NDArray> arrays, List<NDArray> combined) {
    return switch (source) {
      case PlannedInput.Source.Input(int index) -> arrays.get(index);
      case PlannedInput.Source.Combined(int reduction) -> combined.get(reduction);
    };
  }

  /** The shard's range of an axis. */
  static NDArray window(NDArray whole, int axis, Shard shard) {
    List<Long> start = new ArrayList<>(Collections.nCopies(whole.rank(), 0L));
    List<Long> limit = new ArrayList<>();
    for (long dim : whole.shape().dims()) {
      limit.add(dim);
    }
    start.set(axis, shard.start());
    limit.set(axis, shard.end());
    return Lax.bind(
        new Primitive.Slice(start, limit, Collections.nCopies(whole.rank(), 1L)), whole);
  }
}
