/// Class files (JVMS 4).
@NullMarked
@CheckReturnValue
package dev.sluice.delta.classfile;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
