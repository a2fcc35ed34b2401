package dev.sluice.stack;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// The pipeline cannot do what was asked, for a reason that a person can mend; the message is one
/// line saying what was expected, what came and what to do.
public class StackException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// A refusal without a cause in the file system or the network.
  public StackException(String message) {
    super(message);
  }

  /// A refusal with what led to it, shown with `--debug` only.
  public StackException(String message, Throwable cause) {
    super(message, cause);
  }

  /// What an exception means, in words; the JDK's file exceptions carry only a path as message.
  public static String reason(Throwable e) {
    return switch (e) {
      case AccessDeniedException denied -> denied.getFile() + " may not be written or read";
      case NotDirectoryException not -> not.getFile() + " is not a folder";
      case FileAlreadyExistsException file -> file.getFile() + " is a file";
      case NoSuchFileException none -> none.getFile() + " does not exist";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
