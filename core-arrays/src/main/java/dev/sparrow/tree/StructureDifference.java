package dev.sparrow.tree;

import java.util.List;
import java.util.Optional;

/**
 * The first place where two structures differ.
 *
 * @param at where
 * @param here what the one has
 * @param there what the other has
 */
record StructureDifference(TreePath at, Node here, Node there) {
  /** Searches depth first, in the order of leaves. */
  static Optional<StructureDifference> first(Node here, Node there, TreePath at) {
    if (here.equals(there)) {
      return Optional.empty();
    }
    List<Node> ours = here.children();
    List<Node> theirs = there.children();
    if (sameKind(here, there) && ours.size() == theirs.size()) {
      for (int i = 0; i < ours.size(); i++) {
        Optional<StructureDifference> inside =
            first(ours.get(i), theirs.get(i), at.then(here.key(i)));
        if (inside.isPresent()) {
          return inside;
        }
      }
    }
    return Optional.of(new StructureDifference(at, here, there));
  }

  private static boolean sameKind(Node here, Node there) {
    return switch (here) {
      case Node.Components ours ->
          there instanceof Node.Components theirs && ours.type().equals(theirs.type());
      case Node.Entries ours ->
          there instanceof Node.Entries theirs && ours.keys().equals(theirs.keys());
      case Node.Elements ours ->
          there instanceof Node.Elements theirs && ours.component() == theirs.component();
      case Node.Items _ -> there instanceof Node.Items;
      case Node.Maybe _ -> there instanceof Node.Maybe;
      case Node.Leaf _, Node.None _, Node.Fixed _ -> false;
    };
  }

  String describe(String root) {
    String place = at.from(root);
    return (place.isEmpty() ? "the root" : place)
        + " is "
        + describe(here)
        + ", the other "
        + describe(there);
  }

  static String describe(Node node) {
    return switch (node) {
      case Node.Leaf _ -> "an array";
      case Node.None _ -> "null";
      case Node.Fixed(StaticValue value) -> "the static value " + value;
      case Node.Components components -> "a record " + components.type().name();
      case Node.Items items -> "a list of length " + items.children().size();
      case Node.Entries entries -> "a map with keys " + entries.keys();
      case Node.Elements elements ->
          "an array of " + elements.children().size() + " " + elements.component().getSimpleName();
      case Node.Maybe maybe ->
          maybe.children().isEmpty() ? "an empty Optional" : "a present Optional";
    };
  }
}
