/// Bytes and numbers of a class on its way, all paid for from one allowance.
///
/// Main types: [dev.sluice.formats.classfile.bytes.ByteCursor] reads and
/// [dev.sluice.formats.classfile.bytes.ByteBuilder] writes, numbers as class files and contents
/// hold
/// them; an [dev.sluice.formats.classfile.bytes.Allowance] is what one class may take, counted
/// while
/// arrays grow, so that no class takes a device more memory than was declared for it. It knows
/// nothing of what the bytes mean. The other packages of [dev.sluice.formats.classfile] depend on
/// it;
/// it depends on none of them.
@NullMarked
@CheckReturnValue
package dev.sluice.formats.classfile.bytes;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
