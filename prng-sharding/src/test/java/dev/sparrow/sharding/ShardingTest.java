package dev.sparrow.sharding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardingTest {
  private static final Mesh MESH = Mesh.of("x", 4).and("y", 2);

  @Test
  void meshNumbersPlacesRowMajor() {
    assertEquals(8, MESH.size());
    assertEquals("Mesh('x': 4, 'y': 2)", MESH.toString());
    assertEquals(List.of(2, 1), List.of(MESH.coordinate(5, "x"), MESH.coordinate(5, "y")));
    ShardingException thrown = assertThrows(ShardingException.class, () -> MESH.size("q"));
    assertEquals("mesh: axis 'q' is not found in Mesh('x': 4, 'y': 2)", thrown.getMessage());
    assertThrows(ShardingException.class, () -> MESH.and("x", 2));
    assertThrows(ShardingException.class, () -> Mesh.of("x", 0));
    assertThrows(ShardingException.class, () -> MESH.coordinate(8, "x"));
  }

  @Test
  void specCutsArrayAxesAlongMeshAxes() {
    Sharding sharding = new Sharding(MESH, PartitionSpec.of(null, "x"));
    assertEquals(
        List.of(1, 4, 1), List.of(sharding.pieces(0), sharding.pieces(1), sharding.pieces(2)));
    List<Shard> block = sharding.block(Shape.of(10, 4096), 5);
    assertEquals(List.of(new Shard(0, 0, 10), new Shard(2, 2048, 1024)), block);
    assertFalse(sharding.isReplicated());
    assertTrue(new Sharding(MESH, PartitionSpec.of()).isReplicated());
  }

  @Test
  void severalMeshAxesCutOneArrayAxis() {
    Sharding sharding = new Sharding(MESH, new PartitionSpec(List.of(List.of("x", "y"))));
    assertEquals(8, sharding.pieces(0));
    assertEquals(List.of(Shard.of(10_000, 8, 5)), sharding.block(Shape.of(10_000), 5));
    assertEquals(List.of(Shard.of(10_000, 7, 6)), Sharding.rows(7).block(Shape.of(10_000), 6));
  }

  @Test
  void impossibleLayoutsAreRefused() {
    assertThrows(ShardingException.class, () -> PartitionSpec.of("x", "x"));
    assertThrows(ShardingException.class, () -> new Sharding(MESH, PartitionSpec.of("z")));
    assertThrows(ShardingException.class, () -> Sharding.rows(2).block(Shape.scalar(), 0));
  }
}
