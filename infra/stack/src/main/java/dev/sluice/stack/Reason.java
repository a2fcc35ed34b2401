package dev.sluice.stack;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// What an exception means, in words; the JDK's file exceptions carry only a path as message.
public final class Reason {
  private Reason() {}

  /// The reason in one line.
  public static String of(Throwable e) {
    return switch (e) {
      case AccessDeniedException denied -> denied.getFile() + " may not be written or read";
      case NotDirectoryException not -> not.getFile() + " is not a folder";
      case FileAlreadyExistsException file -> file.getFile() + " is a file";
      case NoSuchFileException none -> none.getFile() + " does not exist";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
