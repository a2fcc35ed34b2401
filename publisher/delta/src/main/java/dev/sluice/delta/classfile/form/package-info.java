/// The two ways between class files and contents.
///
/// Main types: [dev.sluice.delta.classfile.form.Disassembler] and
/// [dev.sluice.delta.classfile.form.Assembler], each a walk over the structure of a class, and
/// beside each of them what does the same for code and its tables. Contents are not believed: what
/// they lead to must be there, and what is told must fit the file. It depends on
/// [dev.sluice.delta.classfile.structure], [dev.sluice.delta.classfile.code],
/// [dev.sluice.delta.classfile.pool] and [dev.sluice.delta.classfile.bytes]; only
/// [dev.sluice.delta.classfile] depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.delta.classfile.form;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
