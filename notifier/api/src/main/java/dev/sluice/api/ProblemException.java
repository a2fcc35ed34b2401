package dev.sluice.api;

/// A request is refused; the client is told the problem.
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.status() + " " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  /// What the client is told.
  public Problem problem() {
    return problem;
  }
}
