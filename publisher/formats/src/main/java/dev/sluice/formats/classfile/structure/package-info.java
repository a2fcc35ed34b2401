/// What a class file holds behind its constant pool (JVMS 4.1, 4.5 to 4.7), named once for both
/// ways.
///
/// Main types: [dev.sluice.formats.classfile.structure.ClassStructure] names one part after the
/// other to a [dev.sluice.formats.classfile.structure.Walk], which reads it in one form and writes
/// it in the other. Of the order of attributes
/// [dev.sluice.formats.classfile.structure.AttributeOrders] tells what differs from that of known
/// writers. What is read and how it is written is not known here, and nothing of instructions:
/// code is one part like others. It depends on [dev.sluice.formats.classfile.pool] and
/// [dev.sluice.formats.classfile.bytes].
@NullMarked
@CheckReturnValue
package dev.sluice.formats.classfile.structure;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
