package dev.sparrow.programs;

import static dev.sparrow.ops.Products.matmul;
import static dev.sparrow.ops.Transcendental.tanh;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Products;
import dev.sparrow.ops.Softmax;
import dev.sparrow.random.Random;
import java.util.List;

/** Models whose gradients people take. */
final class ModelPrograms {
  private ModelPrograms() {}

  static void addTo(Programs programs) {
    programs.add("mlp", ModelPrograms::mlp);
    programs.add("mlp_loss", in -> mlp(in).sub(in.get(5)).pow(2).mean());
    programs.add("linreg", in -> Products.dot(in.get(0), in.get(1)).sub(in.get(2)).pow(2));
    programs.add(
        "attention",
        in -> {
          NDArray q = in.get(0);
          NDArray scores = matmul(q, in.get(1).transpose());
          double width = Math.sqrt((double) q.shape().dim(1));
          return matmul(Softmax.softmax(scores.div(width)), in.get(2));
        });
    programs.add(
        "reparam",
        in -> {
          NDArray noise = Random.normal(in.get(2), Shape.of(8), in.get(0).dtype());
          return in.get(0).add(in.get(1).mul(noise)).pow(2).mean();
        });
  }

  private static NDArray mlp(List<NDArray> in) {
    NDArray hidden = tanh(matmul(in.get(4), in.get(0)).add(in.get(1)));
    return matmul(hidden, in.get(2)).add(in.get(3));
  }
}
