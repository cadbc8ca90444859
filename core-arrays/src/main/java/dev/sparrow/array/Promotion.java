package dev.sparrow.array;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * The dtype two operands meet at: the join in JAX's lattice, whose nodes are the dtypes and three
 * weak ones for Java scalars. Source: the JAX document "Type promotion semantics".
 */
public final class Promotion {
  private static final Map<Node, EnumSet<Node>> ABOVE = upperSets();

  /** The join of every two nodes. */
  private static final Map<Node, Map<Node, Node>> JOINS = joins();

  /** The strong node of each dtype; null for keys. */
  private static final EnumMap<DType, Node> STRONG = strongNodes();

  private Promotion() {}

  private enum Node {
    BOOL(DType.BOOL),
    WEAK_INT(DType.INT64),
    UINT8(DType.UINT8),
    UINT16(DType.UINT16),
    UINT32(DType.UINT32),
    UINT64(DType.UINT64),
    INT8(DType.INT8),
    INT16(DType.INT16),
    INT32(DType.INT32),
    INT64(DType.INT64),
    WEAK_FLOAT(DType.FLOAT64),
    BFLOAT16(DType.BFLOAT16),
    FLOAT16(DType.FLOAT16),
    FLOAT32(DType.FLOAT32),
    FLOAT64(DType.FLOAT64),
    WEAK_COMPLEX(DType.COMPLEX128),
    COMPLEX64(DType.COMPLEX64),
    COMPLEX128(DType.COMPLEX128);

    final DType dtype;

    Node(DType dtype) {
      this.dtype = dtype;
    }

    boolean weak() {
      return this == WEAK_INT || this == WEAK_FLOAT || this == WEAK_COMPLEX;
    }

    List<Node> next() {
      return switch (this) {
        case BOOL -> List.of(WEAK_INT);
        case WEAK_INT -> List.of(UINT8, INT8);
        case UINT8 -> List.of(UINT16, INT16);
        case UINT16 -> List.of(UINT32, INT32);
        case UINT32 -> List.of(UINT64, INT64);
        case INT8 -> List.of(INT16);
        case INT16 -> List.of(INT32);
        case INT32 -> List.of(INT64);
        case UINT64, INT64 -> List.of(WEAK_FLOAT);
        case WEAK_FLOAT -> List.of(BFLOAT16, FLOAT16, WEAK_COMPLEX);
        case BFLOAT16, FLOAT16 -> List.of(FLOAT32);
        case FLOAT32 -> List.of(FLOAT64, COMPLEX64);
        case FLOAT64 -> List.of(COMPLEX128);
        case WEAK_COMPLEX -> List.of(COMPLEX64);
        case COMPLEX64 -> List.of(COMPLEX128);
        case COMPLEX128 -> List.of();
      };
    }
  }

  private static Map<Node, EnumSet<Node>> upperSets() {
    Map<Node, EnumSet<Node>> above = new EnumMap<>(Node.class);
    for (Node node : Node.values()) {
      above.put(node, EnumSet.noneOf(Node.class));
    }
    for (Node node : Node.values()) {
      collect(node, above.get(node));
    }
    return above;
  }

  private static void collect(Node node, EnumSet<Node> into) {
    if (into.add(node)) {
      node.next().forEach(next -> collect(next, into));
    }
  }

  private static Map<Node, Map<Node, Node>> joins() {
    Map<Node, Map<Node, Node>> joins = new EnumMap<>(Node.class);
    for (Node left : Node.values()) {
      Map<Node, Node> ofLeft = new EnumMap<>(Node.class);
      for (Node right : Node.values()) {
        EnumSet<Node> common = EnumSet.copyOf(ABOVE.get(left));
        common.retainAll(ABOVE.get(right));
        ofLeft.put(
            right,
            common.stream()
                .filter(node -> ABOVE.get(node).equals(common))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no join of " + left + " and " + right)));
      }
      joins.put(left, ofLeft);
    }
    return joins;
  }

  private static EnumMap<DType, Node> strongNodes() {
    EnumMap<DType, Node> nodes = new EnumMap<>(DType.class);
    for (Node node : Node.values()) {
      if (!node.weak()) {
        nodes.put(node.dtype, node);
      }
    }
    return nodes;
  }

  /** A dtype and whether it is weak. */
  private static Node node(ArrayType type) {
    if (type.weak()) {
      return switch (type.dtype().kind()) {
        case SIGNED, UNSIGNED -> Node.WEAK_INT;
        case FLOAT -> Node.WEAK_FLOAT;
        case COMPLEX -> Node.WEAK_COMPLEX;
        case BOOL -> Node.BOOL;
        case KEY -> throw key(type);
      };
    }
    Node node = STRONG.get(type.dtype());
    if (node == null) {
      throw key(type);
    }
    return node;
  }

  private static DTypeException key(ArrayType type) {
    return new DTypeException(
        "promotion: "
            + type
            + " is an array of random keys, which have no arithmetic; draw from it");
  }

  /**
   * The dtype and weakness that operands promote to, as a scalar type.
   *
   * @param types operand types; shapes are ignored
   * @return a rank-0 type
   * @throws DTypeException if an operand is a key
   */
  public static ArrayType join(List<ArrayType> types) {
    boolean wide = false;
    Node joined = Node.BOOL;
    for (ArrayType type : types) {
      joined = JOINS.get(joined).get(node(type));
      wide |= !type.weak() && isWide(type.dtype());
    }
    return canonical(joined, wide);
  }

  private static ArrayType canonical(Node node, boolean wideOperand) {
    Profile profile = Profile.current();
    DType dtype =
        switch (node) {
          case WEAK_INT -> profile.defaultInt();
          case WEAK_FLOAT -> profile.defaultFloat();
          case WEAK_COMPLEX -> profile.defaultComplex();
          case BOOL,
              UINT8,
              UINT16,
              UINT32,
              UINT64,
              INT8,
              INT16,
              INT32,
              INT64,
              BFLOAT16,
              FLOAT16,
              FLOAT32,
              FLOAT64,
              COMPLEX64,
              COMPLEX128 ->
              profile == Profile.JAX32 && !wideOperand ? narrow(node.dtype) : node.dtype;
        };
    return new ArrayType(dtype, Shape.scalar(), node.weak());
  }

  private static boolean isWide(DType dtype) {
    return narrow(dtype) != dtype;
  }

  private static DType narrow(DType dtype) {
    return switch (dtype) {
      case INT64 -> DType.INT32;
      case UINT64 -> DType.UINT32;
      case FLOAT64 -> DType.FLOAT32;
      case COMPLEX128 -> DType.COMPLEX64;
      case BOOL,
          INT8,
          INT16,
          INT32,
          UINT8,
          UINT16,
          UINT32,
          FLOAT16,
          BFLOAT16,
          FLOAT32,
          COMPLEX64,
          KEY ->
          dtype;
    };
  }

  /**
   * The dtype in which a long computation on elements of a dtype is carried out.
   *
   * @param dtype element type
   * @return float32 for 16-bit floats, else the dtype itself
   */
  public static DType computation(DType dtype) {
    return dtype == DType.FLOAT16 || dtype == DType.BFLOAT16 ? DType.FLOAT32 : dtype;
  }

  /**
   * The floating-point type that operands promote to: bool and integers of up to 32 bits become
   * float32, wider ones float64.
   *
   * @param types operand types
   * @return a rank-0 type of a float or complex dtype
   */
  public static ArrayType joinInexact(List<ArrayType> types) {
    ArrayType joined = join(types);
    if (joined.dtype().isInexact()) {
      return joined;
    }
    DType dtype = isWide(joined.dtype()) ? DType.FLOAT64 : DType.FLOAT32;
    return new ArrayType(dtype, Shape.scalar(), joined.weak());
  }
}
