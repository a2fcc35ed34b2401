/// The two ways between class files and contents.
///
/// Main types: [dev.sluice.formats.classfile.form.Disassembler] and
/// [dev.sluice.formats.classfile.form.Assembler], each a walk over the structure of a class, and
/// beside each of them what does the same for code and its tables. Contents are not believed: what
/// they lead to must be there, and what is told must fit the file. It depends on
/// [dev.sluice.formats.classfile.structure], [dev.sluice.formats.classfile.code],
/// [dev.sluice.formats.classfile.pool] and [dev.sluice.formats.classfile.bytes]; only
/// [dev.sluice.formats.classfile] depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.formats.classfile.form;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
