package dev.sluice.formats.executable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.stream.ByteSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TypeMovesTest {
  private static final int HEADER_LENGTH = 24;
  private static final int POINTER = 2 << 24;
  private static final int POINTER_LENGTH = 12;
  private static final int TYPES = 300;

  /// A table of pointers to type 1, and an empty name.
  private static TypeTable table(int types) throws IOException {
    int length = types * POINTER_LENGTH;
    var bytes = ByteBuffer.allocate(HEADER_LENGTH + length + 1).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0x0001eb9f).putInt(HEADER_LENGTH).putInt(0).putInt(length);
    bytes.putInt(length).putInt(1);
    for (int i = 0; i < types; i++) {
      bytes.putInt(0).putInt(POINTER).putInt(1);
    }
    var window =
        new Window(ByteSource.of(MemorySegment.ofArray(bytes.array())), 0, bytes.array().length);
    return TypeTable.of(range(bytes.array().length), window);
  }

  private static Range range(long length) {
    return new Range(0, Range.Content.TYPES, 0x1000, 0, length, true, true, 0, 1, 0);
  }

  private static long position(int number) {
    return HEADER_LENGTH + (number - 1L) * POINTER_LENGTH;
  }

  /// Types 201 to 300 come first, then two new ones, then types 1 to 200.
  private static void addCopies(TypeMoves moves) throws IOException {
    moves.add(0, 0, HEADER_LENGTH);
    moves.add(position(201), position(1), 100L * POINTER_LENGTH);
    moves.add(position(1), position(103), 200L * POINTER_LENGTH);
    moves.sort();
  }

  private static int moved(int number) {
    return number > 200 ? number - 200 : number + 102;
  }

  @Test
  void givenTypesInAnotherOrder_whenFollowingTheCopies_thenKnowsTheirNumbers() throws IOException {
    var comparing = TypeMoves.comparing(table(TYPES), table(TYPES + 2));
    addCopies(comparing);
    var following = TypeMoves.following(table(TYPES), comparing.jumps());
    addCopies(following);

    var found = IntStream.rangeClosed(1, TYPES).map(following::find).boxed().toList();

    assertThat(found)
        .isEqualTo(IntStream.rangeClosed(1, TYPES).map(TypeMovesTest::moved).boxed().toList());
    assertThat(comparing.jumps()).hasSize(2);
  }

  @Test
  void givenTable_whenAskedForATypeByNumberAndPlace_thenBothAgree() throws IOException {
    var table = table(TYPES);

    for (int number = 1; number <= TYPES; number++) {
      assertThat(table.position(number)).isEqualTo(position(number));
      assertThat(table.firstFrom(position(number))).isEqualTo(number);
    }
    assertThat(table.firstFrom(position(TYPES) + 1)).isEqualTo(TYPES + 1);
  }

  @Test
  void givenTable_whenReadBlockwise_thenEachPointerIsAReference() throws IOException {
    var table = table(TYPES);
    var fields = new FieldList();

    for (long at = 0; at < position(TYPES + 1); at += 100) {
      table.find(at, at + 100, fields);
    }

    assertThat(fields.size()).isEqualTo(TYPES);
    assertThat(fields.position(7)).isEqualTo(position(8) + 8);
    assertThat(fields.kind(7)).isEqualTo(Kind.TYPE_NUMBER);
  }
}
