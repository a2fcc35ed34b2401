/// What the code of a method says (JVMS 4.7.3, 6.5): what follows an opcode, where labels and
/// frames stand, and which stores give local variables their values.
///
/// Main types: [dev.sluice.formats.classfile.code.Instructions] are the opcodes of class files and
/// those that contents use besides; a [dev.sluice.formats.classfile.code.CodeMap] says what stands
/// where in the code of a method. They only look: nothing is written here, and an instruction's
/// constants are not followed. It depends on [dev.sluice.formats.classfile.bytes] alone.
@NullMarked
@CheckReturnValue
package dev.sluice.formats.classfile.code;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
