/// What a class file holds behind its constant pool (JVMS 4.1, 4.5 to 4.7), named once for both
/// ways.
///
/// Main types: [dev.sluice.delta.classfile.structure.ClassStructure] names one part after the other
/// to a [dev.sluice.delta.classfile.structure.Walk], which reads it in one form and writes it in
/// the other. Of the order of attributes [dev.sluice.delta.classfile.structure.AttributeOrders]
/// tells what differs from that of known writers. What is read and how it is written is not known
/// here, and nothing of instructions: code is one part like others. It depends on
/// [dev.sluice.delta.classfile.pool] and [dev.sluice.delta.classfile.bytes].
@NullMarked
@CheckReturnValue
package dev.sluice.delta.classfile.structure;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
