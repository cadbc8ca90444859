package dev.sparrow.conformance;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Elements on the Java heap, as the case files write them. Works for every dtype of the format. */
final class HostArray {
  private final DType dtype;
  private final Shape shape;
  private final long[] components;

  private HostArray(DType dtype, Shape shape, long[] components) {
    this.dtype = dtype;
    this.shape = shape;
    this.components = components;
  }

  DType dtype() {
    return dtype;
  }

  Shape shape() {
    return shape;
  }

  /** The components of an element: one, or two for complex numbers and keys. */
  long[] element(int linear) {
    int each = ElementBits.components(dtype);
    return Arrays.copyOfRange(components, linear * each, (linear + 1) * each);
  }

  /** How an element prints in a difference. */
  String format(int linear) {
    DType component = ElementBits.component(dtype);
    List<String> parts =
        Arrays.stream(element(linear))
            .mapToObj(bits -> ElementBits.format(bits, component))
            .toList();
    return parts.size() == 1 ? parts.getFirst() : parts.toString();
  }

  /** Reads {@code {"dtype", "shape", "data"}} or {@code {"dtype", "shape", "iota_affine"}}. */
  static HostArray parse(Json.Obj fields) {
    DType dtype = DType.of(fields.require("dtype").string());
    Shape shape = shape(fields.require("shape"));
    Json.Arr affine = (Json.Arr) fields.get("iota_affine");
    HostArray array =
        affine == null
            ? ofData(dtype, shape, fields.require("data").list())
            : iotaAffine(dtype, shape, affine.items().get(0), affine.items().get(1));
    return array;
  }

  /** Reads {@code {"key": [[hi, lo], …], "shape": […]}}. */
  static HostArray parseKeys(Json.Obj fields) {
    Shape shape = shape(fields.require("shape"));
    List<Json> items = fields.require("key").list();
    boolean single = !items.isEmpty() && items.getFirst() instanceof Json.Num;
    return ofData(DType.KEY, shape, single ? List.of(new Json.Arr(items)) : items);
  }

  /** Elements in row-major order. */
  static HostArray ofData(DType dtype, Shape shape, List<Json> data) {
    if (data.size() != shape.size()) {
      throw new CaseFormatException(data.size() + " elements do not fill shape " + shape);
    }
    int each = ElementBits.components(dtype);
    DType component = ElementBits.component(dtype);
    long[] components = new long[data.size() * each];
    for (int i = 0; i < data.size(); i++) {
      List<Json> parts = each == 1 ? List.of(data.get(i)) : data.get(i).list();
      if (parts.size() != each) {
        throw new CaseFormatException("an element of " + dtype + " has " + each + " parts");
      }
      for (int part = 0; part < each; part++) {
        components[i * each + part] = ElementBits.parse(parts.get(part), component);
      }
    }
    return new HostArray(dtype, shape, components);
  }

  private static HostArray iotaAffine(DType dtype, Shape shape, Json factor, Json offset) {
    long[] components = new long[Math.toIntExact(shape.size()) * ElementBits.components(dtype)];
    int each = ElementBits.components(dtype);
    DType component = ElementBits.component(dtype);
    for (int i = 0; i < components.length; i += each) {
      long index = i / each;
      components[i] =
          component.isFloat()
              ? ElementBits.ofDouble(factor.number() * index + offset.number(), component)
              : wrapped(component, index, factor, offset);
    }
    return new HostArray(dtype, shape, components);
  }

  private static long wrapped(DType dtype, long index, Json factor, Json offset) {
    BigInteger value = whole(factor).multiply(BigInteger.valueOf(index)).add(whole(offset));
    if (dtype == DType.BOOL) {
      return value.signum() == 0 ? 0 : 1;
    }
    int spare = 64 - 8 * dtype.bytes();
    long bits = value.longValue() << spare;
    return dtype.isUnsigned() ? bits >>> spare : bits >> spare;
  }

  private static BigInteger whole(Json number) {
    if (number instanceof Json.Num(String text)) {
      return new BigDecimal(text).toBigIntegerExact();
    }
    throw new CaseFormatException("expected a whole number, got " + number);
  }

  /** Elements from little-endian bytes in row-major order. */
  static HostArray ofBytes(DType dtype, Shape shape, byte[] bytes) {
    DType component = ElementBits.component(dtype);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long[] components = new long[bytes.length / component.bytes()];
    boolean signed = component.kind() == DType.Kind.SIGNED;
    for (int i = 0; i < components.length; i++) {
      components[i] =
          switch (component.bytes()) {
            case 1 -> signed ? buffer.get() : buffer.get() & 0xFFL;
            case 2 -> signed ? buffer.getShort() : buffer.getShort() & 0xFFFFL;
            case 4 -> signed ? buffer.getInt() : buffer.getInt() & 0xFFFF_FFFFL;
            default -> buffer.getLong();
          };
    }
    return new HostArray(dtype, shape, components);
  }

  /** The elements as little-endian bytes in row-major order. */
  byte[] bytes() {
    int width = ElementBits.component(dtype).bytes();
    ByteBuffer buffer =
        ByteBuffer.allocate(components.length * width).order(ByteOrder.LITTLE_ENDIAN);
    for (long bits : components) {
      switch (width) {
        case 1 -> buffer.put((byte) bits);
        case 2 -> buffer.putShort((short) bits);
        case 4 -> buffer.putInt((int) bits);
        default -> buffer.putLong(bits);
      }
    }
    return buffer.array();
  }

  static Shape shape(Json json) {
    return Shape.of(json.list().stream().mapToLong(Json::integer).toArray());
  }
}
