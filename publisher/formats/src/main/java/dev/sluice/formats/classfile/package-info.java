/// Class files (JVMS 4), compared in a form that does not depend on the order of their constants.
///
/// Main types: [dev.sluice.formats.classfile.ClassExpander] takes a class of a base apart and
/// [dev.sluice.formats.classfile.ClassRebuilder] makes one again. Only what comes out exactly
/// counts, which the differ tries; a class that does not stays as it is. No recipe is needed
/// besides the contents. What a class may take follows from its length
/// ([dev.sluice.formats.classfile.ClassFormat#memoryBytes]) and is counted while it is worked on.
/// It never loads or verifies a class. Only the registry of formats and the differ depend on it.
///
/// Below it, each depending on none behind it: [dev.sluice.formats.classfile.bytes], what is read
/// and written; [dev.sluice.formats.classfile.pool], the constant pool;
/// [dev.sluice.formats.classfile.code], what instructions say;
/// [dev.sluice.formats.classfile.structure], what else a class holds; and
/// [dev.sluice.formats.classfile.form], the two ways.
///
/// The reader is our own: `java.lang.classfile` does not tell in which form a number or a table
/// stood, needs several times the class's size on the heap, and is dear to start on a device.
///
/// ## Contents
///
/// One constant more, or another compiler, changes the index of most others, and with them most of
/// the code. In contents an entry is *defined* where a walk over the class comes to it first, and
/// is named by a label of 16 bits later on, which follows from what it holds
/// ([dev.sluice.formats.classfile.pool.Constants]). In the order of the class file, numbers with
/// the high byte first, what is not told here being as in the class:
///
/// - Minor and major version; then the class from its access flags on; then entries that nothing
/// refers to; then the orders of attributes
/// ([dev.sluice.formats.classfile.structure.AttributeOrders]), which are held in that of javac, and
/// the order of the pool ([dev.sluice.formats.classfile.pool.PoolOrder]).
/// - A *reference* is byte 0 and the definition of an entry; or byte 1 for none; or a label, 0x200
/// and above. A definition has its tag where the place allows several; text ends with byte 0; parts
/// are references; a dynamic entry has a number, how many bootstrap methods are between the next
/// new one and its own, and the bootstrap method itself if that is 0: its handle, and a list of
/// arguments.
/// - A *list* has no length: byte 1 ends it; an item has byte 0 before it where its first byte
/// might be 1.
/// - A *number* is one of either sign: folded to 0, -1, 1, -2 …, seven bits a byte, the lowest
/// first.
/// - Attributes have no length, but for those that are not known: a number, and their bytes.
/// - *Code*: stack and locals as numbers; instructions up to opcode 203; handlers that could not be
/// told among them; attributes. Among the instructions, opcodes from 204 on
/// ([dev.sluice.formats.classfile.code.Instructions]) tell what the tables hold: a label, which is
/// anything that is branched to, or begins or ends what a handler covers; frames; lines, as steps
/// from the one before, that of another method included; where local variables end, and behind
/// which store to them, counted back, they began; where handlers begin, and how many labels before
/// them what they cover. A table in the attributes has byte 1 if it was told so, 0 if it follows.
/// Branches lead to labels: a number, 0 for the next one. `ldc` takes its wide form by itself where
/// the index asks for it.
///
/// So what is inserted in the source is inserted here in one place, and most of the rest stays.
@NullMarked
@CheckReturnValue
package dev.sluice.formats.classfile;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
