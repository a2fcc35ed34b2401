package dev.sluice.formats.classfile.code;

import java.util.Arrays;

/// What follows an opcode (JVMS 6.5), and the opcodes that contents use besides.
public final class Instructions {
  /// Loads a constant whose index takes one byte.
  public static final int LDC = 18;

  /// Loads a constant whose index takes two bytes.
  public static final int LDC_W = 19;
  static final int STORE = 54;

  /// The first of those stores whose variable follows from the opcode.
  public static final int FIRST_SHORT_STORE = 59;
  static final int LAST_SHORT_STORE = 78;

  /// Adds to a local variable.
  public static final int IINC = 132;
  static final int RET = 169;

  /// Branches by a table.
  public static final int TABLE_SWITCH = 170;

  /// Creates an object.
  public static final int NEW = 187;

  /// Ends the instructions of a method.
  public static final int END = 203;

  /// Marks what is branched to and has no frame.
  public static final int LABEL = 204;

  /// Changes the line by what follows.
  public static final int LINE = 205;

  /// A local variable ends.
  public static final int LOCAL = 206;

  /// A local variable ends that has a signature.
  public static final int TYPED_LOCAL = 207;

  /// A handler begins.
  public static final int CATCH = 208;

  /// A frame with the same variables, and nothing on the stack.
  public static final int FRAME_SAME = 209;

  /// A frame with one type on the stack.
  public static final int FRAME_STACK = 210;

  /// The first of three: a frame less one to three variables.
  public static final int FRAME_CHOP = 211;

  /// The first of three: a frame with one to three variables more.
  public static final int FRAME_APPEND = 214;

  /// A frame that names all types.
  public static final int FRAME_FULL = 217;

  /// From here on: the line changes by little, [#LEAST_LINE_STEP] and more.
  public static final int LINE_STEP = 218;

  /// The change of the line that [#LINE_STEP] stands for.
  public static final int LEAST_LINE_STEP = -8;

  /// How many changes of the line have opcodes of their own.
  public static final int LINE_STEPS = 36;

  /// Operands.
  public enum Form {
    NONE,
    BYTE,
    SHORT,
    LOCAL,
    CONSTANT,
    WIDE_CONSTANT,
    FIELD,
    METHOD,
    INTERFACE_METHOD,
    DYNAMIC,
    TYPE,
    ARRAY_TYPE,
    BRANCH,
    WIDE_BRANCH,
    INCREMENT,
    TABLE_SWITCH,
    LOOKUP_SWITCH,
    WIDE,
    INVALID
  }

  private static final Form[] FORMS = new Form[256];

  static {
    Arrays.fill(FORMS, Form.NONE);
    Arrays.fill(FORMS, 202, 256, Form.INVALID);
    set(Form.BYTE, 16, 188);
    set(Form.SHORT, 17);
    set(Form.CONSTANT, LDC);
    set(Form.WIDE_CONSTANT, LDC_W, 20);
    Arrays.fill(FORMS, 21, 26, Form.LOCAL);
    Arrays.fill(FORMS, STORE, FIRST_SHORT_STORE, Form.LOCAL);
    set(Form.LOCAL, RET);
    set(Form.INCREMENT, IINC);
    Arrays.fill(FORMS, 153, 169, Form.BRANCH);
    set(Form.BRANCH, 198, 199);
    set(Form.WIDE_BRANCH, 200, 201);
    set(Form.TABLE_SWITCH, TABLE_SWITCH);
    set(Form.LOOKUP_SWITCH, 171);
    Arrays.fill(FORMS, 178, 182, Form.FIELD);
    Arrays.fill(FORMS, 182, 185, Form.METHOD);
    set(Form.INTERFACE_METHOD, 185);
    set(Form.DYNAMIC, 186);
    set(Form.TYPE, NEW, 189, 192, 193);
    set(Form.WIDE, 196);
    set(Form.ARRAY_TYPE, 197);
  }

  private Instructions() {}

  private static void set(Form form, int... opcodes) {
    for (int opcode : opcodes) {
      FORMS[opcode] = form;
    }
  }

  /// What follows an opcode.
  public static Form form(int opcode) {
    return FORMS[opcode];
  }

  /// Whether an instruction stores into a local variable.
  static boolean isStore(int opcode) {
    return opcode >= STORE && opcode <= LAST_SHORT_STORE;
  }

  /// Which local variable a store without operand has.
  static int shortStoreSlot(int opcode) {
    return (opcode - FIRST_SHORT_STORE) & 3;
  }
}
