@NullMarked
package dev.sluice.delta.classfile;

import org.jspecify.annotations.NullMarked;
