package dev.sluice.formats.classfile.structure;

import dev.sluice.formats.classfile.bytes.IntList;
import dev.sluice.formats.classfile.bytes.Refusal;
import dev.sluice.formats.stream.MalformedPatchException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// In which order writers of class files put attributes.
///
/// Those that none of them knows come last, as they stand.
public enum AttributeOrder {
  /// That of javac, in which contents hold attributes.
  JAVAC(
      0,
      List.of(
          "ConstantValue",
          "Code",
          "Exceptions",
          "AnnotationDefault",
          "MethodParameters",
          "LineNumberTable",
          "LocalVariableTable",
          "LocalVariableTypeTable",
          "StackMapTable",
          "Deprecated",
          "Signature",
          "SourceFile",
          "SourceDebugExtension",
          "RuntimeVisibleAnnotations",
          "RuntimeInvisibleAnnotations",
          "RuntimeVisibleTypeAnnotations",
          "RuntimeInvisibleTypeAnnotations",
          "RuntimeVisibleParameterAnnotations",
          "RuntimeInvisibleParameterAnnotations",
          "EnclosingMethod",
          "Module",
          "ModulePackages",
          "ModuleMainClass",
          "NestHost",
          "NestMembers",
          "Record",
          "PermittedSubclasses",
          "BootstrapMethods",
          "InnerClasses",
          "Synthetic")),

  /// That of ASM.
  ASM(
      1,
      List.of(
          "StackMapTable",
          "LineNumberTable",
          "LocalVariableTable",
          "LocalVariableTypeTable",
          "ConstantValue",
          "Code",
          "Exceptions",
          "InnerClasses",
          "EnclosingMethod",
          "Synthetic",
          "Signature",
          "SourceFile",
          "SourceDebugExtension",
          "Deprecated",
          "RuntimeVisibleAnnotations",
          "RuntimeInvisibleAnnotations",
          "RuntimeVisibleTypeAnnotations",
          "RuntimeInvisibleTypeAnnotations",
          "RuntimeVisibleParameterAnnotations",
          "RuntimeInvisibleParameterAnnotations",
          "AnnotationDefault",
          "MethodParameters",
          "BootstrapMethods",
          "Module",
          "ModulePackages",
          "ModuleMainClass",
          "NestHost",
          "NestMembers",
          "PermittedSubclasses",
          "Record"));

  private final int code;
  private final int unknown;

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes it, and there is no type that says so
  private final Map<String, Integer> ranks;

  AttributeOrder(int code, List<String> names) {
    this.code = code;
    this.unknown = names.size();
    this.ranks =
        IntStream.range(0, unknown)
            .boxed()
            .collect(Collectors.toUnmodifiableMap(names::get, i -> i));
  }

  int code() {
    return code;
  }

  static AttributeOrder of(int code) throws MalformedPatchException {
    for (var order : values()) {
      if (order.code == code) {
        return order;
      }
    }
    throw Refusal.of("a known order of attributes, not " + code);
  }

  /// The name of an attribute.
  public static String name(byte[] text, int start, int length) {
    return length > ClassStructure.MAX_NAME_BYTES
        ? ""
        : new String(text, start, length, StandardCharsets.ISO_8859_1);
  }

  /// Where an attribute stands in all orders.
  public static int ranks(String name) {
    int all = 0;
    for (var order : values()) {
      all |= order.ranks.getOrDefault(name, order.unknown) << (Byte.SIZE * order.code);
    }
    return all;
  }

  /// The order of a list of attributes: which comes first, which next, and so on.
  ///
  /// @param ranks of each, see [#ranks]
  public int[] sorted(IntList ranks) {
    var keys = new long[ranks.size()];
    for (int i = 0; i < keys.length; i++) {
      int rank = (ranks.get(i) >>> (Byte.SIZE * code)) & 0xff;
      keys[i] = (long) rank << Integer.SIZE | i;
    }
    Arrays.sort(keys);
    var order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }
}
